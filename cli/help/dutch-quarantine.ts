import type { DutchHelp } from './dutch.js';

const ID = { id: 'id, uit: sluis quarantine list' };

/** What is set apart, and what people do about it. */
export const DUTCH_QUARANTINE: Readonly<Record<string, DutchHelp>> = {
  quarantine: {
    description: 'wat is geweigerd of gestopt: wanneer vernietigd, datalek beoordeeld, leverancier ingelicht',
  },
  'quarantine list': {
    description: 'wat in quarantaine staat, het nieuwste eerst',
    options: { '--all': 'ook wat is vernietigd' },
  },
  'quarantine show': {
    description: 'één ervan voluit: wat, waarom, sinds en tot wanneer, en wat nog moet gebeuren',
    arguments: ID,
  },
  'quarantine notice': {
    description: 'de tekst voor de leverancier van een levering; zij wordt getoond en niet verstuurd',
    arguments: ID,
  },
  'quarantine told': {
    description: 'leg vast dat u de tekst aan de leverancier hebt doorgegeven, in de taal van deze aanroep',
    arguments: ID,
    options: {
      '--as': 'demo-account dat het deed: steward of privacy-officer',
      '--reason': 'hoe, voor het dossier',
    },
  },
  'quarantine assess': {
    description: 'leg vast wat de privacy officer vond: een datalek of niet, nog te melden of gemeld',
    arguments: ID,
    options: { '--outcome': 'wat is gevonden', '--as': 'demo-account dat beoordeelt' },
  },
};
