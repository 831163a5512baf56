import { csvRecords } from './csv.js';
import { buildHierarchy, type Hierarchy, invalid, type Link } from './hierarchy.js';

/**
 * Reads a hierarchy file: τ-ARGUS .hrc (one code a line, a leading "@" a level deeper) or CSV of code,parent, with or
 * without that header, the parent empty right under the total. A file with a comma outside quotes is CSV.
 * @param what names the file in messages
 * @throws SluisError SpecInvalid or SourceMalformed with the line, never its text
 */
export function parseHierarchy(text: string, total: string, what: string): Hierarchy {
  const clean = text.replace(/^\uFEFF/, '');
  const isCsv = clean
    .split(/\r?\n/)
    .some((line) => !line.startsWith('@') && /^("([^"]|"")*"|[^",]*),/.test(line));
  return buildHierarchy(total, isCsv ? csvLinks(clean, total, what) : hrcLinks(clean, what), what);
}

/** Codes may be padded with blanks, as in fixed-width files. */
function hrcLinks(text: string, what: string): readonly Link[] {
  const above: string[] = [];
  const links: Link[] = [];
  text.split(/\r?\n/).forEach((content, index) => {
    if (content.trim() === '') return;
    const [, marks = '', rest = ''] = /^(@*)(.*)$/.exec(content.trimStart()) ?? [];
    const code = rest.trim();
    if (code === '') throw invalid(what, index + 1, 'a level without a code');
    if (marks.length > above.length) throw invalid(what, index + 1, 'a level is left out');
    above.length = marks.length;
    links.push({ code, parent: above[marks.length - 1] ?? null, line: index + 1 });
    above.push(code);
  });
  return links;
}

function csvLinks(text: string, total: string, what: string): readonly Link[] {
  const records = csvRecords(text, what).filter(({ cells }) => cells.length > 1 || cells[0] !== '');
  const [first] = records;
  const hasHeader = first?.cells.join().toLowerCase() === 'code,parent';
  return (hasHeader ? records.slice(1) : records).flatMap(({ cells, line }) => {
    const [code = '', parent] = cells;
    if (cells.length !== 2 || code === '' || parent === undefined)
      throw invalid(what, line, 'not a code and its parent');
    // The total itself may stand in the file, above everything.
    if (code === total && parent === '') return [];
    return [{ code, parent: parent === '' || parent === total ? null : parent, line }];
  });
}
