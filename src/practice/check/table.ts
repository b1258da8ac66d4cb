/** limits.json, typed: what the checker knows about Block Kit. */
import { readFileSync } from 'node:fs';
import { projectPath } from '../project.ts';

export type Rule = { required?: boolean } & (
  | { is: 'string'; min?: number; max?: number; oneOf?: string[]; pattern?: string }
  | { is: 'plain_text' | 'text'; max?: number }
  | { is: 'boolean' | 'any' }
  | { is: 'integer'; min?: number; max?: number }
  | { is: 'list'; of: Rule; min?: number; max?: number }
  | { is: 'shape'; of: string }
  | { is: 'element'; in: string }
  | { is: 'blocks'; min?: number; max?: number; only?: string[] }
);
export type Rules = Record<string, Rule>;

/** Where blocks stand: in a modal, a message or the Home tab. */
export type SurfaceKind = 'modal' | 'message' | 'home';

export interface Entry {
  /** Surface letters: M modal, G message, H Home. */
  on: string;
  /** Elements: the places in a block where it may stand. */
  in?: string[];
  include?: string;
  rules: Rules;
}

type Raw = Record<string, unknown> & { on: string; in?: string[]; include?: string };
interface Tables {
  views: { modal: Rules; home: Rules };
  message: Rules;
  blocks: Record<string, Raw>;
  elements: Record<string, Raw>;
  includes: Record<string, Rules>;
  shapes: Record<string, Rules>;
  charts: Record<string, number>;
  totals: Record<'view_bytes' | 'message_characters' | 'markdown_characters' | 'table_characters', number>;
}

const raw = JSON.parse(readFileSync(projectPath('src/practice/limits.json'), 'utf8')) as Tables;

function entry({ on, in: places, include, ...own }: Raw): Entry {
  const rules: Rules = {
    type: { is: 'string' },
    ...(include ? raw.includes[include] : {}),
    ...(own as Rules),
  };
  return { on, ...(places ? { in: places } : {}), rules };
}

const entries = (from: Record<string, Raw>, more: Rules = {}): Map<string, Entry> =>
  new Map(
    Object.entries(from).map(([name, value]) => {
      const { rules, ...rest } = entry(value);
      return [name, { ...rest, rules: { ...rules, ...more } }];
    }),
  );

export const tables = {
  views: raw.views,
  message: raw.message,
  blocks: entries(raw.blocks, { block_id: { is: 'string', max: 255 } }),
  elements: entries(raw.elements),
  shapes: raw.shapes,
  charts: raw.charts,
  totals: raw.totals,
};

const letters: Record<SurfaceKind, string> = { modal: 'M', message: 'G', home: 'H' };
export const standsOn = ({ on }: Entry, surface: SurfaceKind): boolean => on.includes(letters[surface]);
