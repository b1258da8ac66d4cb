import type { ModalView } from '@slack/types';
import { titleOf, type RecordRef } from '../../../model/entity.ts';
import { reference, type Field } from '../../../model/fields.ts';
import { Invalid } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { count } from '../../../model/text/text.ts';
import { countOf, HANDED_OVER, handOver, inHandsOf, type Holdings } from '../../../crm/team/index.ts';
import { titlesFor } from '../../../crm/records/index.ts';
import { actions, button, escape, say, type Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { answersTo, type State } from '../../forms/answers.ts';
import { counted } from '../../forms/counted.ts';
import { formView, recordIn, type FormMemory } from '../../forms/form.ts';
import type { Question } from '../../forms/inputs.ts';
import { formContext } from '../../forms/record-form.ts';
import { atOnceOrSlow, type Slow } from '../../forms/slow.ts';

const to = (label: string): Field => reference('employee', { label });

/** Fields of the transfer form. */
export const HAND_OVER_FIELDS: Readonly<Record<string, Field>> = {
  owner: { ...to('New owner'), required: true, help: 'Gets everything not assigned below.' },
  ...Object.fromEntries(HANDED_OVER.map((kind) => [kind, to(kind)])),
};

/** Asks for the new owners of a person's records; only entities of which there are any. */
export async function handOverForm(request: SlackRequest, from: RecordRef<'employee'>): Promise<ModalView> {
  const { employee, holdings } = await inHandsOf(request.slack.crm, from);
  const kinds = HANDED_OVER.filter((kind) => holdings[kind].length > 0);
  const questionFor = (kind: keyof Holdings): Question => ({
    name: kind,
    field: to(`Owner of ${counted(kind, holdings[kind].length)}, if different`),
    value: null,
  });
  const all = kinds.map((kind) => counted(kind, holdings[kind].length)).join(', ');
  return formView({
    title: 'Transfer records',
    submit: 'Transfer',
    memory: { form: 'hand-over', ...from, ...(request.channel && { channel: request.channel }) },
    questions: [
      { name: 'owner', field: HAND_OVER_FIELDS['owner'] as Field, value: null },
      ...(kinds.length > 1 ? kinds.map(questionFor) : []),
    ],
    context: await formContext(request, entityOf('employee'), {}),
    note: `*${escape(titleOf(entityOf('employee'), employee))}* owns ${all}.`,
  });
}

const newOwners = (state: State): Record<keyof Holdings, number> => {
  const given = answersTo(state, HAND_OVER_FIELDS);
  if (given['owner'] === null || given['owner'] === undefined) throw new Invalid({ owner: 'Choose the new owner.' });
  const ownerOf = (kind: keyof Holdings): number => Number(given[kind] ?? given['owner']);
  return {
    customer: ownerOf('customer'),
    contact: ownerOf('contact'),
    deal: ownerOf('deal'),
    followUp: ownerOf('followUp'),
    subscription: ownerOf('subscription'),
    schedule: ownerOf('schedule'),
  };
};

/** Transfers the records and shows the new owners. */
export async function saveHandOver(request: SlackRequest, memory: FormMemory, state: State): Promise<Message | Slow> {
  const owners = newOwners(state);
  const from = recordIn(memory, 'employee') ?? { entity: 'employee', id: 0 };
  const n = countOf((await inHandsOf(request.slack.crm, from)).holdings);
  return atOnceOrSlow(n, `Transferring ${count(n, 'record')}`, () => handedOver(request, from, owners));
}

const handedOver = async (
  request: SlackRequest,
  from: RecordRef<'employee'>,
  owners: Record<keyof Holdings, number>,
): Promise<Message> => {
  const { crm } = request.slack;
  const { moved, act } = await handOver(request, { from: from.id, to: owners });
  const { employee } = await inHandsOf(crm, from);
  const titles = await titlesFor(crm, entityOf('customer'), Object.values(owners).map((owner) => ({ owner })) as never);
  const lines = HANDED_OVER.filter((kind) => moved[kind] > 0).map(
    (kind) => `• ${counted(kind, moved[kind])} to *${escape(titles('employee', owners[kind]))}*`,
  );
  const whose = escape(titleOf(entityOf('employee'), employee));
  if (lines.length === 0) return say(`${whose} owns no records, so there is nothing to transfer.`);
  return say(
    `:white_check_mark: Transferred the records of *${whose}*:\n${lines.join('\n')}`,
    actions(button('Undo', 'undo', act)),
  );
};
