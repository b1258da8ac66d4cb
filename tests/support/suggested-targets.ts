import type { EntityName } from '../../src/model/entity.ts';
import { guessTargets } from '../../src/model/import/headings.ts';
import { partTargetsOf } from '../../src/model/import/parts.ts';
import { idTargetsOf } from '../../src/model/import/source-ids.ts';
import { fieldTargetsOf, moreTargetsOf, type Target } from '../../src/model/import/targets.ts';
import { entityOf } from '../../src/model/registry.ts';

/** The mark of the installation whose own exports are recognised. */
export const MARK = 'abcdef';

/** Everything that a column can be matched to, by an admin. */
export function allTargets(name: EntityName): Target[] {
  const entity = entityOf(name);
  return [
    ...idTargetsOf(entity, true),
    ...fieldTargetsOf(entity, 'admin'),
    ...partTargetsOf(entity),
    ...moreTargetsOf(entity),
  ];
}

/** What the columns of a file are matched to before anybody says so. */
export function suggestedTargets(name: EntityName, headings: readonly string[]): (string | null)[] {
  return guessTargets(entityOf(name), allTargets(name), headings, MARK);
}
