/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu, the command line of desks and windows: opens tickets, verifies documents, looks into the journal,
 * makes demo keys. A production image has no shell and does not carry it.
 */
#include "base/options.h"
#include "tool/liqu/tool.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define VALUE(name, field)  OPTION_VALUE(struct options, name, field)
#define SWITCH(name, field) OPTION_SWITCH(struct options, name, field)

static const struct option_row ticket_options[] = {
    VALUE("--trust", trust),   VALUE("--target", target), VALUE("--now", now),
    VALUE("--redeem", redeem), SWITCH("--json", json),    {0},
};
static const struct option_row document_options[] = {
    VALUE("--trust", trust),
    VALUE("--document", document),
    SWITCH("--json", json),
    {0},
};
static const struct option_row journal_options[] = {VALUE("--state", state), SWITCH("--json", json), {0}};
static const struct option_row no_options[] = {{0}};
static const struct option_row provision_options[] = {
    VALUE("--state", state),
    VALUE("--station", station),
    VALUE("--host", host),
    {0},
};

static const struct command {
    const char *noun, *verb; /* verb NULL: the noun stands alone */
    const struct option_row *options;
    enum { NO_SUBJECT, MAY_HAVE_SUBJECT, NEEDS_SUBJECT } subject;
    int (*run)(const struct options *options, struct err *err);
    const char *usage, *about;
} commands[] = {
    {"ticket", "open", ticket_options, NEEDS_SUBJECT, ticket_command,
     "[--trust FILE] [--target ID] [--now TIME] [--redeem DB] [--json] URL|-",
     "Opens a hand-off ticket: who signed it, for which window, until when. With --redeem it counts once "
     "only.\n"
     "Exit codes: 10 malformed, 11 bad signature, 12 unknown key, 13 expired, 14 wrong target, 15 already "
     "redeemed."},
    {"document", "verify", document_options, NEEDS_SUBJECT, document_command,
     "[--trust FILE] [--document FILE.json] [--json] URL|-",
     "Verifies the code of a printed document; with --document also that its values are those that were "
     "signed.\n"
     "Exit codes: 10 malformed, 11 bad signature, 12 unknown key, 16 values differ."},
    {"journal", "count", journal_options, NO_SUBJECT, journal_count_command, "[--json] [--state DIR]",
     "Counts visits, documents, cases, deliveries and audit lines by state."},
    {"journal", "check", journal_options, NO_SUBJECT, journal_check_command, "[--json] [--state DIR]",
     "Checks the audit chain, the balance of sheets and numbers, and the file. Exit code 1: something is "
     "wrong."},
    {"catalogue", "lint", no_options, MAY_HAVE_SUBJECT, catalogue_lint_command, "[FOLDER]",
     "Loads a catalogue as a kiosk does and names the first mistake with file, line and column. Exit codes: "
     "1 "
     "refused, 3 no such folder."},
    {"provision", NULL, provision_options, NO_SUBJECT, provision_command,
     "[--state DIR] [--station ID] [--host HOST]",
     "Makes the keys and the trust list of a demo district. Keeps what is there; for desks and development "
     "only."},
};

static void print_command(FILE *file, const struct command *command)
{
    fprintf(file, "liqu %s%s%s %s\n", command->noun, command->verb ? " " : "",
            command->verb ? command->verb : "", command->usage);
}

static int print_help(const char *noun)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        if (noun && strcmp(noun, commands[i].noun) != 0)
            continue;
        print_command(stdout, &commands[i]);
        if (noun)
            printf("%s\n", commands[i].about);
    }
    if (!noun)
        puts("\n\"-\" reads the code from standard input, as zbarimg prints it. The trust list is "
             "STATE/trust.json, the\n"
             "state folder $LIQU_STATE. More about one command: liqu COMMAND --help\n"
             "Exit codes: 0 good, 1 something is wrong, 2 usage, 3 environment or bad file, 4 internal; "
             "others per command.");
    return EXIT_OK;
}

static const struct command *find_command(int argc, char **argv)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        const struct command *command = &commands[i];
        if (argc > 1 && strcmp(argv[1], command->noun) == 0 &&
            (!command->verb || (argc > 2 && strcmp(argv[2], command->verb) == 0)))
            return command;
    }
    return NULL;
}

static bool is_noun(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strcmp(word, commands[i].noun) == 0)
            return true;
    return false;
}

static bool read_arguments(const struct command *command, char **argv, struct options *ret, struct err *err)
{
    char **rest = argv + (command->verb ? 2 : 1);
    int subjects;
    if (!options_read(command->options, rest, ret, &subjects, err))
        return false;
    int most = command->subject == NO_SUBJECT ? 0 : 1;
    if (subjects > most)
        return err_set(err, "%s: one argument too many", rest[1 + most]);
    ret->subject = subjects ? rest[1] : NULL;
    return command->subject != NEEDS_SUBJECT || ret->subject ||
           err_set(err, "the URL is missing (\"-\" reads it from standard input)");
}

static int usage_error(const struct err *err, const char *noun)
{
    fprintf(stderr, "liqu: %s; see liqu %s%s--help\n", err->text, noun ? noun : "", noun ? " " : "");
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct err err = {0};
    /* Dates on slips are the district's; a desk elsewhere may say otherwise. Files made here are private. */
    setenv("TZ", "Asia/Shanghai", 0);
    umask(077);
    const char *noun = argc > 1 && is_noun(argv[1]) ? argv[1] : NULL;
    if (options_ask_help(argv))
        return print_help(noun);
    const struct command *command = find_command(argc, argv);
    if (!command) {
        if (noun)
            err_set(&err, "%s: %s", noun, argc > 2 ? "knows no such verb" : "a verb must follow");
        else
            err_set(&err, "%s", argc > 1 ? "no such command" : "a command is missing");
        return usage_error(&err, noun);
    }
    if (!read_arguments(command, argv, &options, &err))
        return usage_error(&err, noun);
    int code = command->run(&options, &err);
    if (code == EXIT_USAGE)
        return usage_error(&err, noun);
    if (code == EXIT_ENVIRONMENT)
        err_exit("liqu", EXIT_ENVIRONMENT, &err);
    return code;
}
