import type { Knex } from 'knex';
import * as house from '../../migrations/001_house.ts';
import * as seals from '../../migrations/002_seals.ts';
import * as lists from '../../migrations/003_lists.ts';
import * as twins from '../../migrations/004_twins.ts';
import * as settings from '../../migrations/005_settings.ts';
import * as search from '../../migrations/006_search.ts';
import * as subscriptions from '../../migrations/007_subscriptions.ts';
import * as imports from '../../migrations/008_imports.ts';
import * as cards from '../../migrations/009_cards.ts';
import * as channels from '../../migrations/010_channels.ts';
import * as reports from '../../migrations/011_reports.ts';
import * as past from '../../migrations/012_past.ts';
import * as dueWork from '../../migrations/013_due_work.ts';
import * as totals from '../../migrations/014_totals.ts';
import * as clock from '../../migrations/015_clock.ts';
import * as reportViews from '../../migrations/016_report_views.ts';
import * as digests from '../../migrations/017_digests.ts';
import * as toldWith from '../../migrations/018_told_with.ts';
import * as touches from '../../migrations/019_touches.ts';
import * as lostRooms from '../../migrations/020_lost_rooms.ts';
import * as daySets from '../../migrations/021_day_sets.ts';
import * as ownInteractions from '../../migrations/022_own_interactions.ts';
import * as plainMarks from '../../migrations/023_plain_marks.ts';
import * as hiddenCards from '../../migrations/024_hidden_cards.ts';
import * as sourceKeys from '../../migrations/025_source_keys.ts';
import * as importAnswers from '../../migrations/026_import_answers.ts';
import * as followUpNotes from '../../migrations/027_follow_up_notes.ts';
import * as started from '../../migrations/028_started.ts';
import { fillMatchKeys } from './match-keys.ts';
import { keepTotals } from './totals/create-triggers.ts';

interface Step {
  name: string;
  up: (knex: Knex) => Promise<void>;
  down: (knex: Knex) => Promise<void>;
}

/** Every step of the schema, oldest first. */
const STEPS: readonly Step[] = [
  { name: '001_house', ...house },
  { name: '002_seals', ...seals },
  { name: '003_lists', ...lists },
  { name: '004_twins', ...twins },
  { name: '005_settings', ...settings },
  { name: '006_search', ...search },
  { name: '007_subscriptions', ...subscriptions },
  { name: '008_imports', ...imports },
  { name: '009_cards', ...cards },
  { name: '010_channels', ...channels },
  { name: '011_reports', ...reports },
  { name: '012_past', ...past },
  { name: '013_due_work', ...dueWork },
  { name: '014_totals', ...totals },
  { name: '015_clock', ...clock },
  { name: '016_report_views', ...reportViews },
  { name: '017_digests', ...digests },
  { name: '018_told_with', ...toldWith },
  { name: '019_touches', ...touches },
  { name: '020_lost_rooms', ...lostRooms },
  { name: '021_day_sets', ...daySets },
  { name: '022_own_interactions', ...ownInteractions },
  { name: '023_plain_marks', ...plainMarks },
  { name: '024_hidden_cards', ...hiddenCards },
  { name: '025_source_keys', ...sourceKeys },
  { name: '026_import_answers', ...importAnswers },
  { name: '027_follow_up_notes', ...followUpNotes },
  { name: '028_started', ...started },
];

const source: Knex.MigrationSource<Step> = {
  getMigrations: () => Promise.resolve([...STEPS]),
  getMigrationName: (step) => step.name,
  getMigration: (step) => Promise.resolve(step),
};

/** The database was written by a newer CustomerHub than this one. */
export class NewerDatabase extends Error {}

/**
 * Brings the schema up to date. Call it inside the database's migration lock: a lock row that is found then was left by
 * a process that died, and is freed.
 * @throws NewerDatabase when the database holds steps that this version does not know
 */
export async function migrate(knex: Knex): Promise<void> {
  const config = { migrationSource: source };
  if (await knex.schema.hasTable('knex_migrations')) {
    const known = new Set(STEPS.map((step) => step.name));
    const rows: { name: string }[] = await knex('knex_migrations').select('name');
    const unknown = rows.find((row) => !known.has(row.name));
    if (unknown) throw new NewerDatabase(unknown.name);
    await knex.migrate.forceFreeMigrationsLock(config);
  }
  await knex.migrate.latest(config);
  await knex.transaction(fillMatchKeys);
  await knex.transaction(keepTotals);
}
