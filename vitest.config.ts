// How the tests are run. unit: pure code, SQLite in memory, adapters against local fakes · clock: the few that stop all clocks ·
// store: the same store tests on SQLite and a real PostgreSQL · e2e: the real process.
import { defineConfig } from 'vitest/config';

/** They replace every timer, and would wait for whatever another file left running: each has a process of its own. */
const STOPPED_CLOCKS = ['test/compose-stop.test.ts', 'test/jobs/schedule.test.ts'];

export default defineConfig({
  test: {
    // One worker a processor: tests wait more than they work.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/store/**', 'test/e2e/**', 'test/bench/**', ...STOPPED_CLOCKS],
          // Files of one worker share the modules they load, which is more than half of the time. So a test leaves nothing
          // behind in a module, in the environment or in a global; the setup file looks at the last two.
          isolate: false,
          setupFiles: ['test/support/process/left-behind.ts'],
          restoreMocks: true,
          // A property test takes a second alone and ten where other work has the machine.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      { test: { name: 'clock', include: STOPPED_CLOCKS, testTimeout: 30_000 } },
      {
        test: {
          name: 'store',
          include: ['test/store/**/*.test.ts'],
          globalSetup: ['test/support/process/postgres-server.ts'],
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
