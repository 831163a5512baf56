import type { CollectedFor, Oin } from './contract.js';

export const ORGANISATION_CLASSES = [
  'gemeente',
  'rijk',
  'zbo',
  'politie',
  'boa',
  'om',
  'justid',
  'belastingdienst',
  'gemeentebelastingen',
  'cbs',
  'netbeheerder',
  'privaat',
] as const;
export type OrganisationClass = (typeof ORGANISATION_CLASSES)[number];

/** What an organisation collects by what it is, whatever a contract says of it; the others by what the contract says. */
export const COLLECTS: Readonly<Partial<Record<OrganisationClass, CollectedFor>>> = {
  politie: 'policing',
  boa: 'policing',
  om: 'justice',
  justid: 'justice',
  belastingdienst: 'taxation',
  gemeentebelastingen: 'taxation',
  cbs: 'official-statistics',
};

export interface Organisation {
  readonly oin: Oin;
  readonly name: string;
  readonly class: OrganisationClass;
  readonly sector: 'public' | 'private';
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** An organisation of the demo that does not exist. */
  readonly fictitious: boolean;
}

const publicBody = (oin: Oin, name: string, kind: OrganisationClass): Organisation => ({
  oin,
  name,
  class: kind,
  sector: 'public',
  country: 'NL',
  fictitious: false,
});

/** A company of the demo: what a private party discloses needs a basis of its own (L05). */
const invented = (oin: Oin, name: string, kind: OrganisationClass): Organisation => ({
  oin,
  name,
  class: kind,
  sector: 'private',
  country: 'NL',
  fictitious: true,
});

/** A public body of the demo, where the number of the real one is not known to us. */
const inventedBody = (oin: Oin, name: string, kind: OrganisationClass): Organisation => ({
  ...publicBody(oin, name, kind),
  fictitious: true,
});

/** Organisations that contracts may name; an OIN that is not here is unknown (S00). Source: the register of Digikoppeling, 2016. */
export const ORGANISATIONS: readonly Organisation[] = [
  publicBody('00000001002564440000', 'Gemeente Amsterdam', 'gemeente'),
  publicBody('00000001002308836000', 'Gemeente Den Haag', 'gemeente'),
  publicBody('00000001001876387000', 'Gemeente Rotterdam', 'gemeente'),
  publicBody('00000001001172773000', 'Gemeente Tilburg', 'gemeente'),
  publicBody('00000001002220647000', 'Gemeente Utrecht', 'gemeente'),
  publicBody('00000001812483297000', 'Centraal Bureau voor de Statistiek', 'cbs'),
  publicBody('00000001816076790000', 'Politie', 'politie'),
  publicBody('00000004000000034000', 'Openbaar Ministerie', 'om'),
  publicBody('00000004000000002000', 'Justitiële Informatiedienst', 'justid'),
  publicBody('00000002003214394002', 'Belastingdienst Centrale Administratie', 'belastingdienst'),
  publicBody('00000001802327497000', 'Dienst voor het kadaster en de openbare registers', 'zbo'),
  publicBody('00000001822100824000', 'Rijksdienst voor Identiteitsgegevens', 'rijk'),
  invented('00000003999999990000', 'Platform voor vakantieverhuur (fictief)', 'privaat'),
  invented('00000003999999990001', 'Netbeheerder (fictief)', 'netbeheerder'),
  invented('00000003999999990002', 'Bank (fictief)', 'privaat'),
  inventedBody('00000003999999990003', 'Houder van het handelsregister (fictief)', 'zbo'),
  invented('00000003999999990004', 'Website met woningaanbod (fictief)', 'privaat'),
];

export function organisationOf(oin: Oin, known: readonly Organisation[]): Organisation | undefined {
  return known.find((organisation) => organisation.oin === oin);
}
