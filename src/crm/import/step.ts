import type { Actor } from '../../model/actor.ts';
import type { ImportJob } from '../../store/import/imports.ts';
import type { Crm } from '../context/index.ts';
import type { Reading } from './meaning/reading.ts';
import type { Memory } from './memory.ts';

/** Some rows of an import, and who writes them. */
export interface Step {
  crm: Crm;
  actor: Actor;
  job: ImportJob;
  /** The process that writes them. */
  by: string;
  reading: Reading;
  memory: Memory;
}
