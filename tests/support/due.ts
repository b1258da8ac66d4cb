/** What is due is done when a test says so. */
import { doDue } from '../../src/crm/jobs/worker.ts';
import { DOINGS } from '../../src/crm/job-handlers/job-handlers.ts';
import type { Crm } from '../../src/crm/context/crm.ts';

/** Does everything that is due at this moment of the test's clock. @returns how much that was */
export const doAllDue = (crm: Crm, by = 'test'): Promise<number> =>
  doDue({
    crm,
    by,
    handlers: DOINGS,
    failed: (error) => {
      throw error;
    },
  });
