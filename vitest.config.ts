import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest begins first in its project, so that nothing long is left when the others are done: a fresh clone cannot know it. */
const longest = [
  'kernel/ledger.property.test.ts',
  'prove/access.test.ts',
  'prove/fuzz.test.ts',
  'prove/tamper.test.ts',
  'prove/fault.test.ts',
  'backup/backup.test.ts',
  'roster/apply-roster.test.ts',
  'bench/bench.test.ts',
  'prove/load.test.ts',
  'backup/keep-backups.test.ts',
  'prove/auth.test.ts',
  'report/report.property.test.ts',
  'e2e/every-page.e2e.ts',
  'e2e/journey.e2e.ts',
  'e2e/guide.e2e.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map((file) => file.project.name))];
    const rank = (file: TestSpecification) => {
      const at = longest.findIndex((end) => file.moduleId.endsWith(end));
      return projects.indexOf(file.project.name) * 1000 + (at < 0 ? longest.length : at);
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

// `domain` and `web` are pure and need nothing; `server` starts one private PostgreSQL for the whole run; `browser` drives
// the built web app. Files of one worker share their modules: reading them anew for each file took longer than most tests.
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'domain',
          include: ['packages/domain/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 30_000,
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'web',
          include: ['packages/web/src/**/*.test.ts'],
          testTimeout: 30_000,
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'server',
          include: ['packages/server/**/*.test.ts'],
          globalSetup: ['packages/server/test/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.e2e.ts'],
          globalSetup: ['e2e/journey-setup.ts'],
          // Each step has its own patience; a test of many pages may take as long as the machine needs.
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // What is waited for comes when it comes; a second is not enough beside other work.
          expect: { poll: { timeout: 30_000 } },
          isolate: false,
          maxWorkers: 2,
        },
      },
    ],
  },
});
