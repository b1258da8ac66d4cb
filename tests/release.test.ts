import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { exists, read } from './support/documents.ts';

const { version } = JSON.parse(read('package.json')) as { version: string };
const stepSchema = z.object({ run: z.string().optional(), with: z.record(z.string(), z.string()).optional() });
const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  jobs: z.record(z.string(), z.object({ steps: z.array(stepSchema) })),
});

describe('CHANGELOG.md', () => {
  const versions = [...read('CHANGELOG.md').matchAll(/^## \[(.+?)\](?: - (.+))?$/gm)].map(([, name, day]) => [
    name,
    day,
  ]);

  test('dates every version but what is to come, the newest first', () => {
    const [coming, ...released] = versions;
    expect(coming).toEqual(['Unreleased', undefined]);
    const days = released.map(([, day = '']) => day);
    expect(days.filter((day) => Number.isNaN(Date.parse(day)) || day.length !== 10)).toEqual([]);
    expect(days).toEqual(days.toSorted().toReversed());
  });

  test('has the version of package.json', () => {
    expect(versions.map(([name]) => name)).toContain(version);
  });
});

test('.github/workflows/ci.yml runs what CI runs, on push and pull request, with a Node that package.json allows', () => {
  const { on, jobs } = workflow.parse(parse(read('.github/workflows/ci.yml')));
  expect(Object.keys(on)).toEqual(['push', 'pull_request']);
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  expect(steps.map(({ run }) => run).filter(Boolean)).toEqual(['.ci/run']);
  expect(steps.map((step) => step.with?.['node-version-file']).filter(Boolean)).toEqual(['package.json']);
  expect(exists('.ci/run')).toBe(true);
});
