/** The page's own line icons, on a 20 by 20 grid. */
const PATHS = {
  hash: 'M8 3 6 17M14 3l-2 14M4 7.5h13M3 12.5h13',
  lock: 'M6 9V6.5a4 4 0 0 1 8 0V9M4.5 9h11v7.5h-11z',
  plus: 'M10 4v12M4 10h12',
  bolt: 'M11 2.5 4.5 11H10l-1 6.5L15.5 9H10z',
  send: 'M3.5 10 3 4l14 6-14 6 .5-6zm0 0H10',
  close: 'm5 5 10 10M15 5 5 15',
  more: 'M10 4.5v.01M10 10v.01M10 15.5v.01',
  down: 'm5.5 8 4.5 4.5L14.5 8',
  right: 'm8 5.5 4.5 4.5L8 14.5',
  left: 'm12 5.5-4.5 4.5 4.5 4.5',
  back: 'M16 10H4.5m5-5-5 5 5 5',
  eye: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zm7.5 2.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  reply: 'M3.5 4h13v9.5H9L5.5 17v-3.5h-2z',
  inspect: 'm7 6-4 4 4 4M13 6l4 4-4 4',
  sun: 'M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M15.7 4.3l-1.4 1.4M5.7 14.3l-1.4 1.4',
  moon: 'M16.5 11.8A7 7 0 0 1 8.2 3.5a6.9 6.9 0 1 0 8.3 8.3z',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm0-11v4.2l2.8 1.8',
  check: 'm4.5 10.5 3.7 3.7 7.3-8',
  warning: 'M10 3 2.5 16.5h15zM10 8v4M10 14v.01',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9v4.5M10 6.5v.01',
  file: 'M5 2.5h6.5L15.5 6v11.5H5zM11 2.5V6.5h4.5',
  people:
    'M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.5 16c0-3 2.2-4.5 5-4.5s5 1.5 5 4.5M13 4.4a2.6 2.6 0 0 1 0 4.9M14 11.7c2.2.4 3.5 1.9 3.5 4.3',
  filter: 'M3.5 5.5h13M6 10h8M8.5 14.5h3',
  external: 'M11.5 3.5h5v5M16.5 3.5 9 11M14 11.5v5H3.5V6h5',
  at: 'M13.2 10a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0zm0 0v1.2a2.1 2.1 0 0 0 4.2 0V10A7.4 7.4 0 1 0 14 16.2',
  bold: 'M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3.2 3.2 0 0 1 0 6.4H6z',
  italic: 'M8.5 4H14M6 16h5.5M11.5 4l-3 12',
  strike:
    'M3.5 10h13M13.8 6.5C13.4 5 12 4 10 4 7.800 4 6.300 5.200 6.300 6.900c0 1.300.800 2.200 2 2.800M6 13.500C6.400 15 7.900 16 10 16c2.300 0 3.900-1.100 3.900-2.900 0-.8-.3-1.500-.9-2',
  code: 'm6.500 6-4 4 4 4M13.500 6l4 4-4 4M11.500 4l-3 12',
  home: 'M3 9.500 10 3.500l7 6M5 8.500v8h10v-8',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  const weight = name === 'more' ? 2.4 : 1.6;
  return (
    <svg class="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width={weight}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

export function Spinner() {
  return <span class="spinner" aria-hidden="true" />;
}
