import type { RequestContext, WriteContext } from '../context/index.ts';
import type { AnyRecord } from '../../model/record.ts';
import { Invalid } from '../../model/errors.ts';
import { runInTransaction, create, edit, type Input } from '../records/index.ts';
import { createAcknowledged, type DuplicateAcknowledgement } from '../duplicates/index.ts';

export interface LogInput {
  /** Fields of the interaction. */
  interaction: Input;
  /** Name of a customer to be made along with it. */
  newCustomer?: string;
  /** Likely duplicates of that customer that the person saw and rejected. */
  seen?: DuplicateAcknowledgement['seen'];
  /** Fields of the deal that the conversation changed: its stage, and what that stage asks for. */
  deal?: Input;
  nextStep?: string | null;
  /** `YYYY-MM-DD` */
  followUpOn?: string | null;
}

export interface Logged {
  act: string;
  interaction: AnyRecord;
  deal: AnyRecord | null;
  followUp: AnyRecord | null;
}

/**
 * Saves a conversation with what followed from it (a new customer, the deal's new stage, the next step) as one act:
 * all of it or nothing, and undone together.
 * @throws LikelyTwins when the new customer may be there already
 */
export function logInteraction(ctx: RequestContext, input: LogInput): Promise<Logged> {
  return runInTransaction(ctx, async (tx) => {
    const newCustomer = input.newCustomer === undefined ? null : await makeCustomer(tx, input.newCustomer, input.seen);
    const fields = newCustomer ? { ...input.interaction, customer: newCustomer.id } : input.interaction;
    const interaction = await create(tx, 'interaction', fields);
    const dealId = interaction.deal;
    return {
      interaction,
      deal: await moveDeal(tx, dealId ?? null, input.deal ?? {}),
      followUp: await planNext(tx, interaction, input),
    };
  });
}

const makeCustomer = async (
  tx: WriteContext,
  name: string,
  seen: DuplicateAcknowledgement['seen'] = {},
): Promise<AnyRecord> => {
  try {
    return await createAcknowledged(tx, 'customer', { name }, { seen, field: 'customer' });
  } catch (error) {
    if (error instanceof Invalid) throw new Invalid({ customer: error.message });
    throw error;
  }
};

const moveDeal = async (tx: WriteContext, dealId: unknown, changes: Input): Promise<AnyRecord | null> => {
  if (Object.values(changes).every((value) => value === null || value === undefined)) return null;
  if (typeof dealId !== 'number') throw new Invalid({ stage: 'Choose the deal that moved.' });
  return edit(tx, { entity: 'deal', id: dealId }, changes);
};

const planNext = async (
  tx: WriteContext,
  interaction: AnyRecord,
  { nextStep, followUpOn }: LogInput,
): Promise<AnyRecord | null> => {
  const what = nextStep?.trim() || null;
  if (what === null && !followUpOn) return null;
  if (!followUpOn) throw new Invalid({ followUpOn: 'Pick the due day of the next step.' });
  try {
    return await create(tx, 'followUp', {
      customer: interaction['customer'],
      deal: interaction['deal'],
      what: what ?? 'Follow up',
      dueOn: followUpOn,
    });
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const { what: nextStepProblem, dueOn, ...others } = error.fields;
    throw new Invalid({
      ...others,
      ...(nextStepProblem && { nextStep: nextStepProblem }),
      ...(dueOn && { followUpOn: dueOn }),
    });
  }
};
