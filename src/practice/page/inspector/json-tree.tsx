/** JSON to read: indented, coloured, its deeper parts foldable. */
import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import type { Json } from '../../protocol.ts';

/** Deeper than this, and longer than this many entries, starts folded. */
const DEEP = 4;
const LONG = 30;

export function JsonTree({ json }: { json: Json }) {
  return (
    <pre class="json" tabIndex={0}>
      <Value of={json} depth={0} />
    </pre>
  );
}

function Value({ of, depth }: { of: Json; depth: number }) {
  if (of === null || typeof of !== 'object') return <Leaf of={of} />;
  const entries: [string, Json][] = Array.isArray(of) ? of.map((item, at) => [String(at), item]) : Object.entries(of);
  return <Branch entries={entries} isList={Array.isArray(of)} depth={depth} />;
}

function Leaf({ of }: { of: Exclude<Json, object> | null }) {
  if (typeof of === 'string') return <span class="json-string">{JSON.stringify(of)}</span>;
  return <span class={typeof of === 'number' ? 'json-number' : 'json-word'}>{String(of)}</span>;
}

function Branch({ entries, isList, depth }: { entries: [string, Json][]; isList: boolean; depth: number }) {
  const [open, setOpen] = useState(depth < DEEP && entries.length <= LONG);
  const [left, right] = isList ? '[]' : '{}';
  if (entries.length === 0) return <>{`${left}${right}`}</>;
  const toggle = (what: string): ComponentChild => (
    <button type="button" aria-expanded={open} aria-label={open ? 'Fold' : 'Unfold'} onClick={() => setOpen(!open)}>
      {what}
    </button>
  );
  if (!open) return <>{toggle(`${left} ${entries.length}… ${right}`)}</>;
  const indent = '  '.repeat(depth + 1);
  return (
    <>
      {toggle(String(left))}
      {entries.map(([name, value], at) => (
        <span key={name}>
          {`\n${indent}`}
          {!isList && <span class="json-key">{JSON.stringify(name)}: </span>}
          <Value of={value} depth={depth + 1} />
          {at < entries.length - 1 ? ',' : ''}
        </span>
      ))}
      {`\n${'  '.repeat(depth)}${right}`}
    </>
  );
}
