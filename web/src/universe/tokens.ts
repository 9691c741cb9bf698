// Words of a SQL expression, enough to take one apart at its ANDs. The server alone judges whether it is right.

export interface Token {
  kind: 'word' | 'number' | 'text' | 'symbol';
  /** As written, but for texts: what they say. */
  value: string;
  start: number;
  end: number;
}

const PATTERN = /\s+|'((?:[^']|'')*)'|(\d+(?:\.\d+)?)|([a-z_][a-z0-9_]*)|(<>|!=|<=|>=|[^\s'])/giy;

/** Null when a quote is left open. */
export function tokens(sql: string): Token[] | null {
  const found: Token[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < sql.length) {
    const start = PATTERN.lastIndex;
    const match = PATTERN.exec(sql);
    if (!match) return null;
    const [, text, number, word, symbol] = match;
    const end = PATTERN.lastIndex;
    if (text !== undefined) found.push({ kind: 'text', value: text.replaceAll("''", "'"), start, end });
    else if (number !== undefined) found.push({ kind: 'number', value: number, start, end });
    else if (word !== undefined) found.push({ kind: 'word', value: word.toLowerCase(), start, end });
    else if (symbol !== undefined) found.push({ kind: 'symbol', value: symbol, start, end });
  }
  return found;
}

/** The parts between top-level `AND`s or `OR`s; the AND of a BETWEEN does not part. */
export function split(all: Token[], at: 'and' | 'or'): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  let between = false;
  for (const token of all) {
    if (token.value === '(' && token.kind === 'symbol') depth += 1;
    if (token.value === ')' && token.kind === 'symbol') depth -= 1;
    const word = depth === 0 && token.kind === 'word' ? token.value : '';
    if (word === at && !(at === 'and' && between)) {
      parts.push([]);
      continue;
    }
    if (word === 'between') between = true;
    else if (word === 'and') between = false;
    parts.at(-1)?.push(token);
  }
  return parts;
}

/** The tokens inside one pair of parentheses that spans them all. */
export function unwrap(all: Token[]): Token[] {
  if (all[0]?.value !== '(' || all[0].kind !== 'symbol') return all;
  let depth = 0;
  for (const [i, token] of all.entries()) {
    if (token.kind !== 'symbol') continue;
    if (token.value === '(') depth += 1;
    if (token.value === ')') depth -= 1;
    if (depth === 0) return i === all.length - 1 ? unwrap(all.slice(1, -1)) : all;
  }
  return all;
}
