import type { EntityName } from '../entity.ts';
import type { RoleOf, Tables } from './roles.ts';
import { CLOSE } from './systems/close.ts';
import { GOOGLE } from './systems/google.ts';
import { HUBSPOT } from './systems/hubspot.ts';
import { PIPEDRIVE } from './systems/pipedrive.ts';
import { PLAIN } from './systems/plain.ts';
import { SALESFORCE } from './systems/salesforce.ts';
import { ZOHO } from './systems/zoho.ts';

interface System {
  /** Headings that hardly any other file has; the more of them, the surer. */
  knows: RegExp;
  tables: Tables;
  /** IANA: on whose clock its moments are; left out where that is the clock of whoever exports. */
  timeZone?: string;
}

const SYSTEMS = {
  HubSpot: {
    knows: /^(?:Record ID|ID de registro|Associated .+|(?:Company|Contact|Deal) owner|Lifecycle Stage|Create Date)$/,
    tables: HUBSPOT,
  },
  Pipedrive: { knows: /^(?:Deal|Person|Organi[sz]ation|Activity|Lead|Product) - /i, tables: PIPEDRIVE },
  Salesforce: {
    knows:
      /^(?:IsDeleted|SystemModstamp|StageName|AccountId|OwnerId|WhatId|WhoId|MasterRecordId|CreatedById|BillingCity|\w+__c)$/,
    tables: SALESFORCE,
    timeZone: 'UTC',
  },
  'Zoho CRM': { knows: /^(?:Record Id|.+\.id|Modified Time|Created Time)$/, tables: ZOHO },
  'Google Contacts': {
    knows: /^(?:E-mail|Phone|Organization|Address) (?:\d - )?(?:Value|Label|Type|Name|Title)$/i,
    tables: GOOGLE,
  },
  Close: { knows: /^(?:lead_id|lead_name|opportunity_\w+|primary_contact_\w+|status_label|date_won)$/, tables: CLOSE },
} satisfies Record<string, System>;

export type SystemName = keyof typeof SYSTEMS;

export const SYSTEM_NAMES: readonly SystemName[] = [
  'HubSpot',
  'Pipedrive',
  'Salesforce',
  'Zoho CRM',
  'Google Contacts',
  'Close',
];

/** Fewer of its headings are chance. */
const FEWEST = 2;

/**
 * The system that a file is from, by its headings as a set; null where they say nothing.
 * @param fewest that it takes: one is enough of a file that is known to be from elsewhere
 */
export function systemOf(headings: readonly string[], fewest = FEWEST): SystemName | null {
  const seen = SYSTEM_NAMES.map((system) => {
    const found = new Set(
      headings.map((heading) => heading.trim()).filter((heading) => SYSTEMS[system].knows.test(heading)),
    );
    return { system, many: found.size };
  });
  const [best] = seen.toSorted((a, b) => b.many - a.many);
  return best && best.many >= fewest ? best.system : null;
}

/** On whose clock the moments of such a file are; null where that is the clock of whoever exports. */
export function timeZoneIn(headings: readonly string[]): string | null {
  const name = systemOf(headings);
  const system: System | null = name === null ? null : SYSTEMS[name];
  return system?.timeZone ?? null;
}

/** What columns of such a file are for, the surest first; of no system where it is null. */
export function rolesIn(system: SystemName | null, entity: EntityName): readonly RoleOf[] {
  const tables: Tables = system === null ? PLAIN : SYSTEMS[system].tables;
  return tables[entity] ?? [];
}
