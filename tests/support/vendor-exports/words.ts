/** Words of which names are made. No two of these lists make the same name twice. */
const split = (words: string): readonly string[] => words.split(' ');

export const FIRM_FIRST = split(
  'Alder Birch Cedar Dune Ember Flint Granite Harbour Ivory Juniper Kestrel Larch Meadow Nettle Onyx Pebble Quarry Rowan Slate Thistle',
);
export const FIRM_SECOND = split('Logistics Foods Textiles Optics Motors Paper Energy Clinics Tools Media');
export const LEGAL_FORMS = ['Ltd', 'GmbH', 'SARL', 'Inc.', 'S.p.A.'];
export const INDUSTRIES = ['Logistics', 'Food', 'Health care', 'Software', 'Education'];
export const STREETS = split('Mill Church Station Market Park Castle River Garden');

export const FIRST_NAMES = split(
  'Ada Bruno Clara Dario Elif Felix Greta Hugo Ines Jonas Kira Luca Mina Noor Otto Paula Quentin Rosa Sami Tilda',
);
export const LAST_NAMES = split(
  'Abel Brandt Costa Dubois Egger Fischer Grant Hansen Ito Jansen Keller Lopez Moreau Novak Olsen Price Quinn Rossi Schmidt Tanaka',
);
export const JOBS = ['Head of Purchasing', 'Plant manager', 'CFO', 'Buyer', 'IT lead'];

export const PRODUCTS = ['Rollout', 'Renewal', 'Pilot', 'Service contract', 'Extension'];
export const REASONS = ['Price', 'Chose a competitor', 'No budget', 'Bad timing, they said: "next year"'];

/** Names that files lose where somebody is careless. */
export const ODD_NAMES = [
  'Smith, Jones & "Partners" Ltd',
  'Rocket 🚀 Works',
  '東京精密工業株式会社',
  '한빛 물산',
  'Żółć & Söhne 👩‍💻 GmbH',
  `The ${'very long and venerable '.repeat(4)}Company of Cutlers`,
];
