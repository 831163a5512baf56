/**
 * Laws that a contract may cite, as data that a jurist can review. `mark`: T read in the text of the consolidation of
 * `consolidation`; K general knowledge, not confirmed. No article text stands here. Sluis gives no legal advice.
 */
export interface Statute {
  readonly bwbId: string;
  readonly name: string;
  readonly articles: readonly string[];
  readonly mark: 'T' | 'K';
  /** Month of the consolidation that was read. */
  readonly consolidation: string | null;
}

const read = (bwbId: string, name: string, articles: readonly string[]): Statute => ({
  bwbId,
  name,
  articles,
  mark: 'T',
  consolidation: '2017-05',
});
const known = (bwbId: string, name: string, articles: readonly string[] = []): Statute => ({
  bwbId,
  name,
  articles,
  mark: 'K',
  consolidation: null,
});

export const STATUTES: readonly Statute[] = [
  known('BWBR0040940', 'Uitvoeringswet AVG', ['22', '31', '32', '33', '44', '46']),
  read('BWBR0022463', 'Wet politiegegevens', ['3', '7', '16', '18', '19', '20', '22']),
  read('BWBR0014194', 'Wet justitiële en strafvorderlijke gegevens', [
    '8',
    '8a',
    '9',
    '15',
    '39e',
    '39f',
    '52',
  ]),
  read('BWBR0002320', 'Algemene wet inzake rijksbelastingen', ['67']),
  read('BWBR0015926', 'Wet op het Centraal bureau voor de statistiek', ['33', '34', '37', '41', '42']),
  known('BWBR0022428', 'Wet algemene bepalingen burgerservicenummer', ['10']),
  known('BWBR0033715', 'Wet basisregistratie personen'),
  known('BWBR0021777', 'Handelsregisterwet 2007', ['28']),
  known('BWBR0007119', 'Wet waardering onroerende zaken', ['37', '40', '40a']),
  known('BWBR0023466', 'Wet basisregistratie adressen en gebouwen'),
  known('BWBR0004541', 'Kadasterwet'),
  known('BWBR0005181', 'Woningwet'),
  known('BWBR0013798', 'Wet Bibob'),
  known('BWBR0005416', 'Gemeentewet', ['231']),
];
