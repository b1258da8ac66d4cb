import { defineEntity } from '../entity.ts';
import { choice, number, text } from '../fields.ts';

export const OUTCOMES = { open: 'Open', won: 'Won', lost: 'Lost' } as const;

export const stages = defineEntity({
  name: 'stage',
  plural: 'stages',
  prefix: 'G',
  icon: ':railway_track:',
  table: 'stages',
  help: 'A step of a deal on its way to won or lost.',
  title: 'name',
  traits: { isPipelineStep: true, affectsCards: { dealsBy: 'stage' } },
  fields: {
    name: text({ label: 'Name', required: true, max: 40 }),
    probability: number({
      label: 'Probability',
      required: true,
      min: 0,
      max: 100,
      help: 'Chance of winning, in percent. Used for weighted forecasts.',
    }),
    outcome: choice({
      label: 'Outcome',
      required: true,
      options: OUTCOMES,
      initial: 'open',
      help: 'Deals in open stages are in progress. Others count as won or lost.',
    }),
    position: number({
      label: 'Position',
      required: true,
      min: 0,
      max: 10_000,
      hidden: true,
      help: 'Order of the stages in the pipeline.',
    }),
  },
  rules: [
    {
      blamedField: 'probability',
      say: 'Use 100 for won stages and 0 for lost ones.',
      holds: ({ outcome, probability }) => outcome === 'open' || probability === (outcome === 'won' ? 100 : 0),
    },
  ],
  list: { columns: ['name', 'probability', 'outcome'], search: ['name'], sort: { by: 'position', descending: false } },
  access: { read: 'viewer', create: 'admin', update: 'admin', remove: 'admin' },
});
