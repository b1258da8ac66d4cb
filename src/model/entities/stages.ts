import { defineEntity } from '../entity.ts';
import { choice, number, text } from '../fields.ts';

export const OUTCOMES = { open: 'Open', won: 'Won', lost: 'Lost' } as const;

export const stages = defineEntity({
  name: 'stage',
  plural: 'stages',
  prefix: 'G',
  icon: ':railway_track:',
  table: 'stages',
  help: 'A step that a deal passes on its way to won or lost.',
  title: 'name',
  traits: { isPipelineStep: true, affectsCards: { dealsBy: 'stage' } },
  fields: {
    name: text({ label: 'Name', required: true, max: 40 }),
    probability: number({
      label: 'Probability',
      required: true,
      min: 0,
      max: 100,
      help: 'Percent: how likely a deal of this stage is to be won. Forecasts count that much of its amount.',
    }),
    outcome: choice({
      label: 'Outcome',
      required: true,
      options: OUTCOMES,
      initial: 'open',
      help: 'Deals of an open stage are still worked on; the others count as won or as lost.',
    }),
    position: number({
      label: 'Position',
      required: true,
      min: 0,
      max: 10_000,
      hidden: true,
      help: 'The first stage first.',
    }),
  },
  rules: [
    {
      blamedField: 'probability',
      say: 'A won stage has 100 percent, a lost one 0.',
      holds: ({ outcome, probability }) => outcome === 'open' || probability === (outcome === 'won' ? 100 : 0),
    },
  ],
  list: { columns: ['name', 'probability', 'outcome'], search: ['name'], sort: { by: 'position', descending: false } },
  access: { read: 'viewer', create: 'admin', update: 'admin', remove: 'admin' },
});
