/** A law that rules rest on or that a contract may cite (GDPR 6(3)), as data that a jurist can review. */
export interface Law {
  /** As verdicts name it. */
  readonly short: string;
  readonly name: string;
  /** Identifier at wetten.overheid.nl; null for what is not published there, or whose identifier nobody here has read. */
  readonly bwbId: string | null;
}

const law = (short: string, name: string, bwbId: string | null): Law => ({ short, name, bwbId });

export const LAWS = {
  avg: law('AVG', 'Algemene verordening gegevensbescherming, Verordening (EU) 2016/679', null),
  uavg: law('UAVG', 'Uitvoeringswet AVG', 'BWBR0040940'),
  wabb: law('Wabb', 'Wet algemene bepalingen burgerservicenummer', 'BWBR0022428'),
  wpg: law('Wpg', 'Wet politiegegevens', 'BWBR0022463'),
  bpg: law('Bpg', 'Besluit politiegegevens', null),
  wjsg: law('Wjsg', 'Wet justitiële en strafvorderlijke gegevens', 'BWBR0014194'),
  bjsg: law('Bjsg', 'Besluit justitiële en strafvorderlijke gegevens', null),
  awr: law('AWR', 'Algemene wet inzake rijksbelastingen', 'BWBR0002320'),
  gemeentewet: law('Gemeentewet', 'Gemeentewet', 'BWBR0005416'),
  cbs: law('CBS-wet', 'Wet op het Centraal bureau voor de statistiek', 'BWBR0015926'),
  wgs: law('WGS', 'Wet gegevensverwerking door samenwerkingsverbanden, Stb. 2024, 198', null),
  brp: law('Wet BRP', 'Wet basisregistratie personen', 'BWBR0033715'),
  hrw: law('Hrw', 'Handelsregisterwet 2007', 'BWBR0021777'),
  woz: law('Wet WOZ', 'Wet waardering onroerende zaken', 'BWBR0007119'),
  bag: law('Wet BAG', 'Wet basisregistratie adressen en gebouwen', 'BWBR0023466'),
  kadaster: law('Kadasterwet', 'Kadasterwet', 'BWBR0004541'),
  woningwet: law('Woningwet', 'Woningwet', 'BWBR0005181'),
  bibob: law(
    'Wet Bibob',
    'Wet bevordering integriteitsbeoordelingen door het openbaar bestuur',
    'BWBR0013798',
  ),
  contract: law('contract', 'Wat de verstrekker in zijn contract bedong', null),
  product: law('productkeuze', 'Keuze van dit product, strenger dan of naast de wet', null),
} as const satisfies Readonly<Record<string, Law>>;
export type LawId = keyof typeof LAWS;
