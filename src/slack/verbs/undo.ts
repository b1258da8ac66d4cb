import { refOf, type EntityName } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { lastActOf, undo } from '../../crm/undo.ts';
import type { AuditEntry } from '../../crm/audit.ts';
import { actions, button, say } from '../blocks.ts';
import { answer } from '../desk.ts';
import type { Verb } from './verb.ts';

const TAKEN_BACK: Record<string, string> = {
  create: 'deleted again',
  remove: 'brought back',
  restore: 'deleted again',
  update: 'changed back',
};

const line = ({ entity, recordId, verb }: AuditEntry): string => {
  const kind = entityOf(entity as EntityName);
  return `• ${kind.icon} ${refOf(kind, recordId ?? 0)} ${TAKEN_BACK[verb] ?? verb}`;
};

const undoVerb: Verb = {
  name: 'undo',
  usage: 'undo',
  help: 'Take back your last change.',
  run: async (ask, words) => {
    const { crm } = ask.desk;
    const act = words.trim() || (await lastActOf(crm, ask.actor));
    const undone = await undo(crm, ask.actor, ask.origin, act);
    const lines = undone.entries.map(line).join('\n');
    return answer(
      say(`:leftwards_arrow_with_hook: Taken back.\n${lines}`, actions(button('Put it back', 'undo', undone.act))),
      true,
    );
  },
};

export const undoVerbs: readonly Verb[] = [undoVerb];
