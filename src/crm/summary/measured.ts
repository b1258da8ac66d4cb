import type { Windows } from '../../store/reports/window.ts';
import type { Scope } from './subjects.ts';

/** Everything that the figures depend on beside the rows. */
export interface Measured extends Windows {
  scope: Scope;
  /** `YYYY-MM-DD`, in the asker's time zone. */
  today: string;
}
