/** Many people at once, for a workspace that is to be as large as a company. */
import type { PersonSpec } from './specs.ts';

const FIRST = ['Ada', 'Bela', 'Chloe', 'Dario', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas'];
const LAST = ['Abel', 'Brandt', 'Costa', 'Dumont', 'Eriksen', 'Fuchs', 'Galli', 'Horvat', 'Ivanov', 'Jansen'];

const ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo'];

const at = (list: string[], index: number): string => list[index % list.length]!;

/** Full members with names, addresses and time zones, the same ones every time. */
export function crowd(size: number): PersonSpec[] {
  return Array.from({ length: size }, (_, index) => {
    const number = String(index + 1).padStart(5, '0');
    const [first, last] = [at(FIRST, index), at(LAST, Math.floor(index / FIRST.length))];
    const handle = `${first}.${last}.${number}`.toLowerCase();
    return {
      id: `U1CROWD${number}`,
      handle,
      realName: `${first} ${last} ${number}`,
      email: `${handle}@crowd.example`,
      tz: at(ZONES, index),
    };
  });
}
