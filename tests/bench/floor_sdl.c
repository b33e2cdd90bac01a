/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * bench-floor FONT: the least that a program with a full-screen window of words does: SDL2, one software
 * surface, one face, two pages. Each line on stdin shows the other page. The kiosk is measured against it.
 */
#include <SDL2/SDL.h>
#include <SDL2/SDL_ttf.h>
#include <stdio.h>

#define WIDTH   1080
#define HEIGHT  1920
#define FACE_SC 2 /* of Noto Sans CJK: the Chinese forms */
#define MARGIN  60
#define PX      48
#define LINES   16

static const char *const words[] = {"立等可取：城镇职工社会保险缴费情况打印", "商事登记 投资建设 社会事务"};

static void paint(SDL_Window *window, TTF_Font *font, size_t page)
{
    static const Uint32 grounds[] = {0xeef2f7, 0xffffff};
    SDL_Surface *surface = SDL_GetWindowSurface(window);
    SDL_FillRect(surface, NULL, grounds[page]);
    for (int i = 0; i < LINES; i++) {
        SDL_Surface *line = TTF_RenderUTF8_Blended(font, words[page], (SDL_Color){28, 39, 51, 255});
        SDL_BlitSurface(line, NULL, surface, &(SDL_Rect){.x = MARGIN, .y = MARGIN + i * 2 * PX});
        SDL_FreeSurface(line);
    }
    SDL_UpdateWindowSurface(window);
}

static int listen_to_stdin(void *arg)
{
    (void)arg;
    for (int c; (c = getchar()) != EOF;)
        if (c == '\n')
            SDL_PushEvent(&(SDL_Event){.type = SDL_USEREVENT});
    return 0;
}

int main(int argc, char **argv)
{
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (argc != 2 || SDL_Init(SDL_INIT_VIDEO) || TTF_Init()) {
        fprintf(stderr, "usage: bench-floor FONT (and a display): %s\n", SDL_GetError());
        return 2;
    }
    TTF_Font *font = TTF_OpenFontIndex(argv[1], PX, FACE_SC);
    SDL_Window *window = SDL_CreateWindow("floor", 0, 0, WIDTH, HEIGHT, SDL_WINDOW_BORDERLESS);
    if (!font || !window) {
        fprintf(stderr, "bench-floor: %s\n", SDL_GetError());
        return 3;
    }
    size_t page = 0;
    paint(window, font, page);
    SDL_DetachThread(SDL_CreateThread(listen_to_stdin, "stdin", NULL));
    for (SDL_Event event; SDL_WaitEvent(&event) && event.type != SDL_QUIT;) {
        if (event.type == SDL_USEREVENT)
            page = !page;
        if (event.type == SDL_USEREVENT ||
            (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_EXPOSED))
            paint(window, font, page);
    }
    TTF_CloseFont(font);
    SDL_Quit();
    return 0;
}
