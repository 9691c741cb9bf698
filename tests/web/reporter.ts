// One line a script can read: how many tests held.

import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

export default class CountReporter implements Reporter {
  private readonly outcomes = new Map<string, boolean>();

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status !== 'skipped') this.outcomes.set(test.id, result.status === test.expectedStatus);
  }

  onExit(): Promise<void> {
    const passed = [...this.outcomes.values()].filter(Boolean).length;
    console.log(`web: ${passed} passed, ${this.outcomes.size - passed} failed`);
    return Promise.resolve();
  }
}
