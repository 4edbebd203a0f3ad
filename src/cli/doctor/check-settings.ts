import { existsSync } from 'node:fs';
import { type Config, ConfigError, OPTIONS, readConfig } from '../../config.ts';
import { given } from '../../env.ts';
import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';

/** Which settings are in force, and which are mistaken? */
export function checkSettings({ env }: Facts): Finding[] {
  const set = OPTIONS.filter(({ env: name }) => given(env, name) !== undefined);
  const found = (status: Finding['status'], seen: string, todo?: string, subject?: string): Finding => ({
    check: 'settings',
    status,
    subject,
    seen,
    todo,
  });
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').map((line) => {
      const mistake = line.replace(/^taskmeter: /, '');
      return found('problem', mistake, 'correct or unset it: with it the program stops at its start');
    });
  }
  if (config.disabled) return [found('problem', 'TASKMETER_DISABLED is true: nothing is observed', 'unset it')];
  return [
    found(
      'ok',
      set.length === 0
        ? 'no TASKMETER_* variable is set'
        : set.map(({ env: name }) => `${name}=${env[name]}`).join(', '),
    ),
    ...(config.captureContent
      ? [
          found(
            'warning',
            'stop sequences are written on spans',
            'unset it, unless that is meant',
            'TASKMETER_CAPTURE_CONTENT',
          ),
        ]
      : []),
    ...configFile(given(env, 'OTEL_CONFIG_FILE')),
  ];
}

function configFile(path: string | undefined): Finding[] {
  if (path === undefined) return [];
  const subject = 'OTEL_CONFIG_FILE';
  return existsSync(path)
    ? [
        {
          check: 'settings',
          status: 'ok',
          subject,
          seen: `${path} sets up the SDK; most other OTEL_* variables do not count`,
        },
      ]
    : [{ check: 'settings', status: 'problem', subject, seen: `${path} does not exist`, todo: 'correct the path' }];
}
