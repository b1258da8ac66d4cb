/** A face for everybody: initials on a colour that is always the same for the same person. */
import type { Snapshot } from '../../protocol.ts';
import { useCell } from '../cell.ts';
import { nameOf, personOf, snapshot } from '../state.ts';

/** Dark enough for white initials to be read on each. */
const COLOURS = [
  '#b3365b',
  '#8f5a00',
  '#2d7a4b',
  '#1f6f8b',
  '#4159b5',
  '#7a4aa8',
  '#a0522d',
  '#47677c',
  '#8b3a8b',
  '#3d6b1f',
];

/** Neighbours in the list of people get different colours; a stranger gets one by the letters of the id. */
function colourOf(now: Snapshot | null, id: string): string {
  const known = now?.people.findIndex((person) => person.id === id) ?? -1;
  const letters = Array.from(id, (letter) => letter.charCodeAt(0));
  const at = known >= 0 ? known : letters.reduce((sum, code) => sum + code, 0);
  return COLOURS[at % COLOURS.length] ?? '';
}

function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const last = words.length > 1 ? words.at(-1) : '';
  return ((words[0]?.[0] ?? '?') + (last?.[0] ?? '')).toUpperCase();
}

export function Avatar({ id, size = 36 }: { id: string; size?: number }) {
  const name = useCell(snapshot, (now) => nameOf(now, id));
  const colour = useCell(snapshot, (now) => colourOf(now, id));
  const isApp = useCell(snapshot, (now) => now?.app.botUserId === id);
  const isBot = useCell(snapshot, (now) => personOf(now, id)?.isBot ?? false);
  const style = { width: `${size}px`, height: `${size}px`, background: colour, fontSize: `${size * 0.42}px` };
  if (isApp || isBot) return <AppIcon size={size} />;
  return (
    <span class="avatar" style={style} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** The app's own picture: three people around one hub. */
export function AppIcon({ size = 36 }: { size?: number }) {
  return (
    <svg class="avatar" viewBox="0 0 36 36" width={size} height={size} aria-hidden="true" focusable="false">
      <rect width="36" height="36" rx="8" fill="#1d3557" />
      <path d="M18 18 18 9M18 18l-8 5M18 18l8 5" stroke="#a8dadc" stroke-width="2" stroke-linecap="round" />
      <circle cx="18" cy="18" r="5" fill="#f1faee" />
      <circle cx="18" cy="8.500" r="3.200" fill="#e9c46a" />
      <circle cx="9.500" cy="23.500" r="3.200" fill="#a8dadc" />
      <circle cx="26.500" cy="23.500" r="3.200" fill="#f4a261" />
    </svg>
  );
}
