import { titleOf } from '../../model/entity.ts';
import { referenceFields } from '../../model/reference-fields.ts';
import { entityOf } from '../../model/registry.ts';
import { createdBy } from '../../store/audit/audit-log.ts';
import type { Db } from '../../store/database.ts';
import type { ImportJob } from '../../store/import/imports.ts';
import { findRecords } from '../../store/records.ts';
import { identityOf, type CreatedReference } from './create-references.ts';

/** What an import that was interrupted created because rows refer to it: rows that come later want the same. */
export async function recallReferences(
  db: Db,
  { entity, act }: ImportJob,
  references: Map<string, CreatedReference>,
): Promise<void> {
  for (const [field, { to }] of referenceFields(entityOf(entity))) {
    if (to === entity) continue;
    const records = await findRecords(db, entityOf(to), await createdBy(db, act, to));
    for (const record of records.values()) {
      const one = { field, to, words: titleOf(entityOf(to), record), key: null };
      if (record.deletedAt === null) references.set(identityOf(one), { reference: one, record });
    }
  }
}
