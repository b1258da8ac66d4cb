/** Where companies are, and how people write telephone numbers there. */
export interface Country {
  name: string;
  /** As a short code people use. */
  short: string;
  city: string;
  region: string;
  postalCode: string;
  /** The number of that count as it is written at home, and in E.164. */
  phone: (count: number) => Phone;
}

export interface Phone {
  national: string;
  e164: string;
}

const digits = (count: number, places: number): string => String(count % 10 ** places).padStart(places, '0');

const AREAS = ['212', '312', '415', '206', '617', '303', '404', '512', '702', '503', '216', '314'];

/** Numbers that are kept for films where there are such, so that nobody has them. */
export const COUNTRIES: readonly Country[] = [
  {
    name: 'United Kingdom',
    short: 'UK',
    city: 'Leeds',
    region: 'West Yorkshire',
    postalCode: 'LS1 4DY',
    phone: (count) => ({ national: `020 7946 0${digits(count, 3)}`, e164: `+442079460${digits(count, 3)}` }),
  },
  {
    name: 'Germany',
    short: 'DE',
    city: 'Köln',
    region: 'NRW',
    postalCode: '50667',
    phone: (count) => ({ national: `(030) 23125 ${digits(count, 3)}`, e164: `+493023125${digits(count, 3)}` }),
  },
  {
    name: 'France',
    short: 'FR',
    city: 'Lyon',
    region: 'Rhône',
    postalCode: '69002',
    phone: (count) => {
      const last = digits(count, 4);
      return { national: `01 99 00 ${last.slice(0, 2)} ${last.slice(2)}`, e164: `+3319900${last}` };
    },
  },
  {
    name: 'United States',
    short: 'USA',
    city: 'Cleveland',
    region: 'OH',
    postalCode: '02134',
    phone: (count) => {
      const area = AREAS[Math.floor(count / 100) % AREAS.length] ?? '';
      return { national: `(${area}) 555-01${digits(count, 2)}`, e164: `+1${area}55501${digits(count, 2)}` };
    },
  },
  {
    name: 'Italy',
    short: 'IT',
    city: 'Torino',
    region: 'Piemonte',
    postalCode: '10121',
    phone: (count) => ({ national: `06 5555 ${digits(count, 4)}`, e164: `+39065555${digits(count, 4)}` }),
  },
];
