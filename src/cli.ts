#!/usr/bin/env node
/** The command line: `npx taskmeter <command>`. One file a command, one line in the list. */
import { once } from 'node:events';
import { closest } from './closest.ts';
import { type Command, type Io, UsageError } from './cli/command.ts';
import { doctor } from './cli/doctor/doctor.ts';
import { price } from './cli/price/price.ts';
import { prices } from './cli/prices/prices.ts';
import { VERSION } from './version.ts';

const commands: readonly Command[] = [doctor, price, prices];

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});

async function main([name, ...args]: readonly string[]): Promise<number> {
  const io = surroundings();
  const command = commands.find((candidate) => candidate.name === name);
  try {
    if (name === '--version' || name === '-v') return print(io, VERSION);
    if (name === '--help' || name === '-h' || name === undefined)
      return name === undefined ? usage(io) : print(io, help());
    if (name === 'help') return print(io, commands.find((candidate) => candidate.name === args[0])?.help ?? help());
    if (command === undefined) {
      const names = commands.map((candidate) => candidate.name);
      throw new UsageError(
        `unknown command ${name}${closest(name, [...names, 'help'])}; there are ${names.join(', ')}`,
      );
    }
    const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
    if (own.includes('--help') || own.includes('-h')) return print(io, command.help);
    return await command.run(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`taskmeter: ${error.message}\n`);
    io.err(`taskmeter ${command === undefined ? '' : `${command.name} `}--help says more\n`);
    return 2;
  }
}

function usage(io: Io): number {
  io.err(`${help()}\n`);
  return 2;
}

function print(io: Io, text: string): number {
  io.out(text);
  return 0;
}

function help(): string {
  return [
    'What does a finished AI task cost?',
    '',
    '  npx taskmeter <command> [options]',
    '',
    ...commands.map(({ name, about }) => `  ${name.padEnd(10)}${about}`),
    '',
    '  --help, --version; taskmeter <command> --help',
  ].join('\n');
}

function surroundings(): Io {
  const { stdin, stdout, stderr, env } = process;
  // Whoever reads has seen enough, as `head` does.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') stderr.write(`taskmeter: cannot write to stdout: ${error.code ?? error.message}\n`);
    process.exit(error.code === 'EPIPE' ? undefined : 1);
  });
  return {
    env,
    cwd: process.cwd(),
    out: (text) => void stdout.write(`${text}\n`),
    async write(text) {
      if (!stdout.write(text)) await once(stdout, 'drain');
    },
    err: (text) => void stderr.write(text),
    stdin,
    width: Math.max(40, Math.min(stdout.columns ?? 120, 120)),
    isColoured: stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
  };
}
