// Adds up vitest's JSON reports. Prints what was skipped, then "N passed, N failed" alone on the last line.
// Fails when a test or a file failed, a report is missing, or nothing ran. Runs on any Node since 18.
import { existsSync, readFileSync } from 'node:fs';

const total = { passed: 0, failed: 0, skipped: 0 };
let missing = 0;

for (const path of process.argv.slice(2)) {
  if (!existsSync(path)) {
    console.log(`no report: ${path}`);
    missing += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(path, 'utf8'));
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  // A file that cannot even be loaded has no tests to fail: it counts as one.
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  for (const file of broken) console.log(`could not be run: ${file.name}`);
  total.failed += broken.length;
}

if (total.skipped > 0) console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
if (total.failed > 0 || missing > 0 || total.passed === 0) process.exitCode = 1;
