// SPDX-License-Identifier: MulanPSL-2.0
// Without this the simulated printer would be judged by nobody but our own driver, and both could misread the manual alike.
// receiptio prints and asks for the state over the network port of `liqu-sim bridge`; streams of receiptline and
// ReceiptPrinterEncoder come out with the same words and codes.
'use strict';
const { spawn, execFileSync } = require('child_process');
const { mkdtempSync, rmSync, existsSync } = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const receiptio = require('receiptio');
const receiptline = require('receiptline');
const encoderModule = require('@point-of-sale/receipt-printer-encoder');
const Encoder = encoderModule.default || encoderModule;

const sim = path.resolve(process.argv[2], 'bin/liqu-sim');
const PORT = 9100; // the one receiptio knows
const RECEIPT = `^^^RECEIPT

云桥邻里中心 | 测试
Asparagus | 1| 1.00
---
{code:LIQU-118-03; option:qrcode,4,M}
{code:4512345; option:code128,2,72}
^TOTAL | ^6.00`;

const sleep = ms => new Promise(done => setTimeout(done, ms));

let passed = 0, failed = 0, printers = 0;

/* One simulated printer on an address of its own; several runs on one machine do not meet. */
class Printer {
    constructor(model, speed) {
        const pid = process.pid;
        this.address = `127.${77 + (++printers % 100)}.${(pid >> 8) & 255}.${1 + pid % 250}`;
        this.folder = mkdtempSync(path.join(os.tmpdir(), 'liqu-peers-'));
        this.socket = path.join(this.folder, 'run/sim.sock');
        this.process = spawn(sim, ['bridge', '--listen', `${this.address}:${PORT}`, '--run', path.join(this.folder, 'run'),
            '--sheets', path.join(this.folder, 'sheets'), '--printer', model, '--speed', String(speed)], { stdio: 'inherit' });
        this.gone = new Promise(done => this.process.on('exit', done));
    }
    async ready() {
        for (let i = 0; i < 100 && !existsSync(this.socket); i++)
            await sleep(50);
        return this;
    }
    ctl(line) {
        return execFileSync(sim, ['ctl', this.socket, line], { encoding: 'utf8' }).replace(/^ok ?/, '').trim();
    }
    state() {
        return JSON.parse(this.ctl('state')).printer;
    }
    sheets() {
        return JSON.parse(this.ctl('sheet list'));
    }
    query() {
        return receiptio.print('', `-d ${this.address} -q`);
    }
    print(markdown, more = '-l zh-hans') {
        return receiptio.print(markdown, `-d ${this.address} -c 48 -t 20 ${more}`);
    }
    /* Raw bytes, all of them taken by the printer; then until so many sheets are cut. */
    async send(bytes, sheets) {
        const socket = net.connect(PORT, this.address);
        await new Promise((done, fail) => socket.on('error', fail).write(bytes, done));
        for (let i = 0; i < 200 && this.sheets().length < sheets; i++)
            await sleep(50);
        socket.destroy();
        return this.sheets()[sheets - 1];
    }
    async close() {
        this.process.kill('SIGTERM');
        await this.gone;
        rmSync(this.folder, { recursive: true, force: true });
    }
}

function codes(sheet) {
    try {
        return execFileSync('zbarimg', ['-q', sheet.file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n');
    } catch {
        return [];
    }
}

function same(what, got, wanted) {
    const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
    if (a !== b)
        throw new Error(`${what}: ${a}, not ${b}`);
}

/* What a person would read: blanks between columns count as one. */
const words = sheet => sheet.text.map(line => line.trim().replace(/ +/g, ' ')).filter(line => line && !/^\uFFFD+$/.test(line));
const RECEIPT_WORDS = ['RECEIPT', '云桥邻里中心 测试', 'Asparagus 1 1.00', 'TOTAL 6.00'];
const RECEIPT_CODES = ['CODE-128:4512345', 'QR-Code:LIQU-118-03'];

const tests = {
    async 'receiptio prints, and the words and codes of its receipt are on the sheet'(printer) {
        same('result', await printer.print(RECEIPT), 'success');
        same('sheets', printer.sheets().length, 1);
        same('words', words(printer.sheets()[0]), RECEIPT_WORDS);
        same('codes', codes(printer.sheets()[0]).sort(), RECEIPT_CODES);
    },
    async 'receiptio is told each state by its own name'(printer) {
        same('ready', await printer.query(), 'online');
        printer.ctl('cover open');
        same('cover', await printer.query(), 'coveropen');
        same('cover, printing', await printer.print(RECEIPT), 'coveropen');
        printer.ctl('cover close');
        printer.ctl('paper out');
        same('paper', await printer.query(), 'paperempty');
        same('paper, printing', await printer.print(RECEIPT), 'paperempty');
        printer.ctl('paper load');
        printer.ctl('head hot');
        same('head', await printer.query(), 'error');
        printer.ctl('head cool');
        same('again', await printer.query(), 'online');
        same('nothing came out', printer.sheets().length, 0);
    },
    async 'receiptio learns of paper that ends in mid page, and of a cover'(printer) {
        printer.ctl('speed 2');
        printer.ctl('paper out after 20');
        same('paper', await printer.print(RECEIPT), 'paperempty');
        printer.ctl('paper load');
        const result = printer.print('Long\n'.repeat(120));
        await sleep(600);
        printer.ctl('cover open');
        same('cover', await result, 'coveropen');
    },
    async 'receiptio is told of a jam and clears it once the cutter is free'(printer) {
        printer.ctl('cutter jam');
        same('jam', await printer.print(RECEIPT), 'error');
        same('while it lasts', await printer.query(), 'error');
        printer.ctl('cutter clear');
        await printer.query(); /* its DLE ENQ 2 recovers */
        same('afterwards', await printer.query(), 'online');
    },
    async 'receiptio gives up on a printer that is off, and on none at all'(printer) {
        printer.ctl('printer unplug');
        same('off', await printer.query(), 'offline');
        printer.ctl('printer plug');
        same('on', await printer.query(), 'online');
        same('none', await receiptio.print('', '-d 127.76.254.254 -q'), 'disconnect');
    },
    async 'receiptio ends an image that somebody left half sent'(printer) {
        const socket = net.connect(PORT, printer.address);
        await new Promise(done => socket.write(Buffer.from([0x1d, 0x76, 0x30, 0, 72, 0, 100, 0, 1, 2, 3]), done));
        await sleep(300);
        socket.destroy();
        await sleep(100);
        same('inside', printer.state().inside_command, true);
        same('result', await printer.print(RECEIPT, '-p escpos -l zh-hans'), 'success');
        same('words', words(printer.sheets()[0]), RECEIPT_WORDS);
    },
    async 'receiptline: Chinese as GB18030, Western letters by code page'(printer) {
        const chinese = receiptline.transform(RECEIPT, { cpl: 48, encoding: 'gb18030', command: 'escpos' });
        const sheet = await printer.send(Buffer.from(chinese, 'binary'), 1);
        same('words', words(sheet), RECEIPT_WORDS);
        same('codes', codes(sheet).sort(), RECEIPT_CODES);
        const western = receiptline.transform('Überraschung | naïve\nПривет | Ça va', { cpl: 48, encoding: 'multilingual', command: 'escpos' });
        same('western', words(await printer.send(Buffer.from(western, 'binary'), 2)), ['Überraschung naïve', 'Привет Ça va']);
    },
    async 'ReceiptPrinterEncoder: words, and codes that the printer draws by itself'(printer) {
        const bytes = new Encoder({ language: 'esc-pos', columns: 48, codepageMapping: 'epson' }).initialize().codepage('auto')
            .line('The quick brown fox').bold(true).line('Ünïcode café').bold(false).align('center')
            .qrcode('https://t.liqu.example/118-03', { model: 2, size: 6, errorlevel: 'm' })
            .barcode('LIQU11803', 'code128', 60).newline().newline().newline().newline().newline().cut('partial').encode();
        const sheet = await printer.send(Buffer.from(bytes), 1);
        same('words', words(sheet), ['The quick brown fox', 'Ünïcode café']);
        same('codes', codes(sheet).sort(), ['CODE-128:LIQU11803', 'QR-Code:https://t.liqu.example/118-03']);
        same('commands it did not know', printer.state().unknown, 0);
    },
    async 'a clone that does not name itself is driven all the same'(printer) {
        same('result', await printer.print(RECEIPT, '-p escpos -l zh-hans'), 'success');
        same('words', words(printer.sheets()[0]), RECEIPT_WORDS);
    },
};

async function main() {
    for (const [name, test] of Object.entries(tests)) {
        const printer = await new Printer(/clone/.test(name) ? 'clone-80' : 'epson-pid', 20).ready();
        try {
            await test(printer);
            passed++;
        } catch (error) {
            failed++;
            console.log(`${name}\n    ${error.message}`);
        }
        await printer.close();
    }
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed ? 1 : 0);
}

main();
