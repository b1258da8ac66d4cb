export {
  type Card,
  type CardKey,
  type FirstUpdate,
  type NewCard,
  cardById,
  cardOf,
  firstUpdateOf,
  isAloud,
  isGone,
  keyOf,
  nowShows,
  styleOf,
} from './cards.ts';
