import type { LawId } from './laws.js';

/** [T] read in the text of the law; [K] general knowledge, not confirmed; [P] a choice of this product or of a contract. */
export type Mark = 'T' | 'K' | 'P';

/** One provision as a fact: what it allows or demands, in our own words, for a jurist to review. No text of the law. */
export interface Provision {
  readonly law: LawId;
  /** As cited after the name of the law; empty for a law as a whole. */
  readonly article: string;
  readonly mark: Mark;
  /** Which text was read: month of the consolidation, or the publication; null for [K] and [P]. */
  readonly read: string | null;
  readonly says: string;
  /** A controller may rest its task or duty on it (GDPR 6(3)); what binds others, or keeps secret, carries no task. */
  readonly carries?: true;
}

const known = (law: LawId, article: string, says: string): Provision => ({
  law,
  article,
  mark: 'K',
  read: null,
  says,
});
/** Of a law that a controller may refer to under 6(3). */
const carrying = (law: LawId, article: string, says: string): Provision => ({
  ...known(law, article, says),
  carries: true,
});
const chosen = (law: LawId, says: string): Provision => ({ law, article: '', mark: 'P', read: null, says });
const readIn2017 = (law: LawId, article: string, says: string): Provision => ({
  law,
  article,
  mark: 'T',
  read: '2017-05',
  says,
});

const ONLY_NAMED = 'Alleen genoemd; wat zij toestaat, is hier niet vastgelegd.';

export const PROVISIONS = {
  'avg-5-1-a': known('avg', '5(1)(a)', 'Rechtmatig, behoorlijk en transparant.'),
  'avg-5-1-b': known('avg', '5(1)(b)', 'Doelbinding; statistiek onder 89(1) geldt als verenigbaar.'),
  'avg-5-1-c': known('avg', '5(1)(c)', 'Minimale gegevensverwerking: per kolom.'),
  'avg-5-1-d': known('avg', '5(1)(d)', 'Juistheid.'),
  'avg-5-1-e': known('avg', '5(1)(e)', 'Opslagbeperking: per zone.'),
  'avg-5-2': known('avg', '5(2)', 'Verantwoording: elk oordeel bewaard met invoer, redenen en hash.'),
  'avg-6-1': known('avg', '6(1)', 'Grondslag; een overheid steunt voor haar taken niet op (f).'),
  'avg-6-3': known('avg', '6(3)', '6(1)(c) en (e) vragen een genoemde wet.'),
  'avg-6-4': known(
    'avg',
    '6(4)',
    'Verenigbaarheid: verband, kader, aard, gevolgen, waarborgen; geen grondslag voor een nieuwe verantwoordelijke.',
  ),
  'avg-9': known('avg', '9', 'Bijzondere gegevens: uitzondering en wet.'),
  'avg-9-2': known('avg', '9(2)', 'Uitzonderingen voor bijzondere gegevens: de letter genoemd.'),
  'avg-10': known('avg', '10', 'Strafrechtelijke gegevens: het onderdeel en de wet genoemd.'),
  'avg-14-5-b': known('avg', '14(5)(b)', 'Uitzondering op informeren, alleen voor onderzoek en statistiek.'),
  'avg-17-3-d': known('avg', '17(3)(d)', 'Niet wissen alleen waar wissen het onderzoek ernstig schaadt.'),
  'avg-21-6': known('avg', '21(6)', 'Bezwaar bij onderzoek en statistiek.'),
  'avg-25': known('avg', '25', 'Gegevensbescherming door ontwerp.'),
  'avg-26': known('avg', '26', 'Regeling tussen gezamenlijke verantwoordelijken.'),
  'avg-28': known('avg', '28', 'Verwerkersovereenkomst.'),
  'avg-30': known('avg', '30', 'Register van verwerkingen.'),
  'avg-32': known('avg', '32', 'Beveiliging.'),
  'avg-33': known('avg', '33', 'Inbreuk binnen 72 uur gemeld.'),
  'avg-35': known('avg', '35', 'Effectbeoordeling.'),
  'avg-36': known('avg', '36', 'Voorafgaande raadpleging bij hoog restrisico.'),
  'avg-v': known('avg', 'hoofdstuk V', 'Doorgifte naar derde landen.'),
  'avg-87': known('avg', '87', 'Nationaal nummer: op voorwaarden.'),
  'avg-89-1': known(
    'avg',
    '89(1)',
    'Statistiek: waarborgen, pseudonimiseren; uitkomsten zonder persoonsgegevens.',
  ),
  'avg-rec-26': known('avg', 'overweging 26', 'Anoniem is wat tot niemand te herleiden is.'),
  'avg-rec-43': known('avg', 'overweging 43', 'Toestemming aan een overheid is zelden vrij.'),
  'avg-rec-162': known(
    'avg',
    'overweging 162',
    'Statistiek: uitkomsten zijn geen persoonsgegevens en geen maatregelen.',
  ),
  'uavg-22-30': known('uavg', '22-30', 'Uitzonderingen voor bijzondere gegevens; het onderdeel genoemd.'),
  'uavg-31-33': known(
    'uavg',
    '31-33',
    'Uitzonderingen voor strafrechtelijke gegevens; het onderdeel genoemd.',
  ),
  'uavg-44': known('uavg', '44', 'Uitzonderingen voor onderzoek, alleen voor instellingen daarvan.'),
  'uavg-46': known('uavg', '46', 'Burgerservicenummer: taak en noodzaak genoemd.'),
  'wabb-10': known('wabb', '10', 'Burgerservicenummer voor de eigen taak; nooit voor een private partij.'),
  'wpg-3-3': readIn2017('wpg', '3(3)', 'Geheimhouding volgt de gegevens.'),
  'wpg-7': readIn2017('wpg', '7', 'Geheimhouding volgt de gegevens.'),
  'wpg-16': readIn2017('wpg', '16', ONLY_NAMED),
  'wpg-18': readIn2017('wpg', '18', ONLY_NAMED),
  'wpg-19': readIn2017(
    'wpg',
    '19',
    'Incidentele verstrekking, voor de doelen a-d; statistiek hoort daar niet bij.',
  ),
  'wpg-20': readIn2017(
    'wpg',
    '20',
    'Samenwerking: instemming van het bevoegd gezag en zes elementen, doelen a-d; statistiek hoort daar niet bij.',
  ),
  'wpg-22': readIn2017('wpg', '22', 'Onderzoek en statistiek: uitkomsten zonder persoonsgegevens.'),
  'bpg-4-7': readIn2017(
    'bpg',
    '4:7',
    'Schriftelijke toestemming aan een onderzoeker voor een onderzoek, met voorwaarden.',
  ),
  'wjsg-8': readIn2017('wjsg', '8', ONLY_NAMED),
  'wjsg-8a': readIn2017('wjsg', '8a', ONLY_NAMED),
  'wjsg-9': readIn2017('wjsg', '9', ONLY_NAMED),
  'wjsg-15': readIn2017('wjsg', '15', 'Onderzoek en statistiek: uitkomsten zonder persoonsgegevens.'),
  'bjsg-31': known('bjsg', '31', 'Dezelfde soort toestemming als Bpg 4:7.'),
  'wjsg-39e': readIn2017('wjsg', '39e', ONLY_NAMED),
  'wjsg-39f': readIn2017('wjsg', '39f', 'Doelen a-g; andere personen dan de betrokkene onherleidbaar.'),
  'wjsg-52': readIn2017('wjsg', '52', 'Geheimhouding.'),
  'awr-67-1': readIn2017('awr', '67(1)', 'Fiscale geheimhouding, ook voor wie de gegevens doorverstrekt.'),
  'awr-67-2': readIn2017(
    'awr',
    '67(2)',
    'Uitzondering bij wet of regeling; (b) noemt orgaan, taak en gegevens.',
  ),
  'awr-67-3': readIn2017('awr', '67(3)', 'Ontheffing.'),
  'gemeentewet-231': known('gemeentewet', '231', 'AWR 67 geldt ook voor gemeentelijke belastingen.'),
  'cbs-33': readIn2017('cbs', '33', 'Bindt het CBS.'),
  'cbs-34': readIn2017('cbs', '34', 'Bindt het CBS.'),
  'cbs-37': readIn2017('cbs', '37', 'Geheimhouding; gegevens alleen voor statistiek.'),
  'cbs-41': readIn2017(
    'cbs',
    '41',
    'Toegang voor genoemde onderzoeksinstellingen; (1) laat ook verstrekken toe.',
  ),
  'cbs-42': readIn2017('cbs', '42', 'Bindt het CBS.'),
  wgs: {
    law: 'wgs',
    article: '',
    mark: 'T',
    read: 'Stb. 2024, 198',
    says: 'Sinds 1 maart 2025, precies vier samenwerkingsverbanden: ZVH, RIEC, FEC, iCOV; gevalideerde modellen, geen zelflerende.',
  },
  brp: known('brp', '', 'Autorisatiebesluit voor verstrekking.'),
  'hrw-28-3': carrying('hrw', '28(3)', 'Geen register gerangschikt op natuurlijke personen.'),
  'woz-37': carrying('woz', '37', 'Waarden zijn aan doelen gebonden.'),
  'woz-40': carrying('woz', '40', 'Waarden zijn aan doelen gebonden.'),
  'woz-40a': carrying('woz', '40a', 'Waarden zijn aan doelen gebonden.'),
  bag: known('bag', '', 'Open register.'),
  kadaster: known('kadaster', '', 'Wet voor 6(3).'),
  woningwet: known('woningwet', '', 'Wet voor 6(3).'),
  bibob: known('bibob', '', 'Wet voor 6(3).'),
  gemeentewet: known('gemeentewet', '', 'Wet voor 6(3).'),
  'gemeentewet-108': carrying('gemeentewet', '108', ONLY_NAMED),
  contract: chosen('contract', 'Voorwaarden van de verstrekker reizen mee.'),
  product: chosen('product', 'Strenger dan of naast de wet.'),
} as const satisfies Readonly<Record<string, Provision>>;
export type ProvisionId = keyof typeof PROVISIONS;
