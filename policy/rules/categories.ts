import type { DetectedKind, Profile } from '../../domain/profile.js';
import { isAboutPersons, isUnderArticle10 } from '../about-persons.js';
import { hasCitizenNumber } from '../citizen-number.js';
import type { Contract, ContractField } from '../contract.js';
import { isWithin, namesKnownLaw } from '../law/references.js';
import { organisationOf } from '../organisations.js';
import { ART9_CATEGORIES, isDeclaredSpecial, ORIGIN, SPECIAL } from '../special-categories.js';
import { letThrough } from './exactness.js';
import { type Asked, FROM_G0, FROM_G1, FROM_G2, ifAny, isSensitive, type Rule, when } from './rule.js';

const PD = 'https://w3id.org/dpv/pd#';

/** What a column may be found to hold, given the category that the contract declares for it (DPV-PD). */
const DECLARES: Readonly<Record<DetectedKind, readonly string[]>> = {
  bsn: ['OfficialID', 'UID'],
  iban: ['BankAccount', 'Financial', 'AccountIdentifier'],
  email: ['EmailAddress', 'Contact'],
  phone: ['TelephoneNumber', 'Contact'],
  'birth-date': ['BirthDate', 'Age'],
  address: ['PhysicalAddress', 'Location', 'HouseOwned'],
  coordinates: ['Location', 'GPSCoordinate', 'PhysicalAddress'],
  'number-plate': ['VehicleLicenseNumber', 'VehicleLicense', 'VehicleData'],
  name: ['Name'],
  'person-key': ['UID', 'OfficialID'],
};

/** Kinds that identify a person where the record is about one; in data about areas or objects they may describe a thing. */
const PERSONAL_ONLY: readonly DetectedKind[] = ['coordinates', 'address', 'name', 'birth-date', 'person-key'];

const LEAVES: readonly ContractField['treatment']['kind'][] = ['pseudonymise', 'drop'];

function isDeclared(
  field: ContractField | undefined,
  kind: DetectedKind,
  { contract, facts }: Asked,
): boolean {
  if (!field) return false;
  const isOfPersons = isAboutPersons(contract, facts.profile);
  if (!isOfPersons && contract.recordUnit === 'area' && PERSONAL_ONLY.includes(kind)) return true;
  // Whatever the contract calls it: the number of a person is replaced or left out.
  if (kind === 'bsn' && isOfPersons && !LEAVES.includes(field.treatment.kind)) return false;
  return DECLARES[kind].some((term) => field.category === `${PD}${term}`);
}

function undeclaredCategories(asked: Asked): readonly string[] | null {
  const { contract, facts } = asked;
  const { profile } = facts;
  if (!profile) return null;
  const known = profile.columns.flatMap(({ name, detected }) => {
    const field = contract.fields.find((one) => one.name === name);
    return detected.filter((kind) => !isDeclared(field, kind, asked)).map((kind) => `${name}: ${kind}`);
  });
  const unknown = profile.unknownColumns.flatMap(({ position, detected }) =>
    detected.map((kind) => `column ${position}: ${kind}`),
  );
  return ifAny([...known, ...unknown]);
}

/** Country of birth and nationality may reveal ethnic origin: declared, or the reason why not is judged by people. */
function originUndeclared(asked: Asked): readonly string[] | null {
  return ifAny(undeclared(asked, ORIGIN));
}

const OFFENCES = [
  'Criminal',
  'CriminalOffense',
  'CriminalConviction',
  'CriminalCharge',
  'CriminalPardon',
].map((term) => `${PD}${term}`);

/** Fields of data about persons that the contract itself says are of one of these categories. */
function ofCategory({ contract, facts }: Asked, categories: readonly string[]): readonly ContractField[] {
  if (!isAboutPersons(contract, facts.profile)) return [];
  return contract.fields.filter(({ category }) => category !== null && categories.includes(category));
}

/** Those of which what is declared under article 9 does not speak. */
function undeclared(asked: Asked, categories: readonly string[]): readonly string[] {
  return ofCategory(asked, categories)
    .filter(({ category }) => !isDeclaredSpecial(asked.contract.art9, category ?? ''))
    .map(({ name }) => name);
}

/** Declared without its exception, statute and categories, or found among the fields though it was not declared. */
function art9WithoutException(asked: Asked): readonly string[] | null {
  const { present, categories, exception, law, reasonNot } = asked.contract.art9;
  const isNamed = categories.length > 0 && categories.every((word) => ART9_CATEGORIES.includes(word));
  const lacking = [
    ...(isWithin(['avg-9-2', 'uavg-22-30'], exception) ? [] : ['art9.exception']),
    ...(namesKnownLaw(law) ? [] : ['art9.law']),
    ...(isNamed ? [] : ['art9.categories']),
  ];
  const isReasoned = (reasonNot ?? '').trim() !== '';
  return ifAny([
    ...(present ? lacking : []),
    ...undeclared(asked, SPECIAL),
    ...(isReasoned ? [] : (originUndeclared(asked) ?? [])),
  ]);
}

/** Declared, by the regime of data about persons, or found among the fields. */
function art10WithoutItem(asked: Asked): readonly string[] | null {
  const { contract, facts } = asked;
  const { present, item, law } = contract.art10;
  if (!present && isUnderArticle10(contract, facts.profile)) return ['art10.present'];
  if (!present) return ifAny(ofCategory(asked, OFFENCES).map(({ name }) => name));
  return ifAny([
    ...(isWithin(['uavg-31-33'], item) ? [] : ['art10.item']),
    ...(namesKnownLaw(law) ? [] : ['art10.law']),
  ]);
}

/** The number goes from nobody private, for nobody private, to nobody private. */
function hasPrivateParty({ contract, facts }: Asked): boolean {
  const sectorOf = (oin: string) => organisationOf(oin, facts.organisations ?? [])?.sector;
  return contract.roles.some(({ oin }) => sectorOf(oin) === 'private');
}

/** People decide on what a contract declares: what it does not has no task, necessity or statute that they read. */
function bsnUnfounded(asked: Asked): readonly string[] | null {
  const { contract, facts } = asked;
  if (!hasCitizenNumber(contract, facts.profile)) return null;
  const { present, task, necessity, law } = contract.bsn;
  return when(hasPrivateParty(asked) || !present || !task || !necessity || !namesKnownLaw(law), ['bsn']);
}

/** Declared and founded: replaced by the vault. */
function bsnFounded(asked: Asked): readonly string[] | null {
  return when(asked.contract.bsn.present && bsnUnfounded(asked) === null, ['bsn']);
}

const unknownColumns = ({ facts }: Asked): readonly string[] | null =>
  ifAny((facts.profile?.unknownColumns ?? []).map(({ position }) => `column ${position}`));

/**
 * Values of required columns that are none of what was agreed, also where they would be coarsened or replaced: nothing
 * could be made of them, and a column that nobody could read would pass for one that tells nobody apart.
 */
function notAllowed({ fields, format }: Contract, profile: Profile): readonly string[] {
  return profile.columns.flatMap(({ name, invalid }) => {
    const field = fields.find((one) => one.name === name);
    const isNeeded = field?.required && field.treatment.kind !== 'drop' && field.role !== 'free-text';
    return isNeeded && invalid > 0 ? [`${name}: ${invalid} not of type ${typeOf(field, format)}`] : [];
  });
}

/** A decimal number with the sign that was agreed, which is what most often differs. */
function typeOf({ logicalType, decimal }: ContractField, format: Contract['format']): string {
  return logicalType === 'decimal' ? `decimal (sign ${decimal ?? format.decimal ?? '.'})` : logicalType;
}

function malformed({ contract, facts }: Asked): readonly string[] | null {
  const { profile } = facts;
  if (!profile) return null;
  const shape = profile.shape.map(
    ({ finding, part, line }) => `part ${part}${line ? `, line ${line}` : ''}: ${finding}`,
  );
  return ifAny([...profile.missingColumns, ...shape, ...notAllowed(contract, profile)]);
}

export const CATEGORY_RULES: readonly Rule[] = [
  {
    code: 'C01',
    gates: FROM_G0,
    law: ['avg-9', 'avg-9-2', 'uavg-22-30'],
    outcome: 'DENY',
    text: {
      nl: 'Bijzondere persoonsgegevens zonder bekende uitzondering en wet, of van een categorie die niet is opgegeven.',
      en: 'Special categories without a known exception and statute, or of a category that is not declared.',
    },
    cure: {
      nl: 'Noem de uitzondering (AVG 9(2) of UAVG 22-30), de wet (BWB-nummer en artikel) en elke categorie, of waarom de kolom geen afkomst onthult.',
      en: 'Name the exception (AVG 9(2) or UAVG 22-30), the statute (BWB number and article) and each category, or why the column reveals no origin.',
    },
    finds: art9WithoutException,
  },
  {
    code: 'C01',
    gates: FROM_G1,
    law: ['avg-9'],
    outcome: 'REVIEW',
    liftedByReview: true,
    text: {
      nl: 'Een kolom kan etnische afkomst onthullen; de opgegeven reden vraagt een oordeel.',
      en: 'A column may reveal ethnic origin; the reason given needs a judgement.',
    },
    cure: {
      nl: 'Laat steward en privacy officer de reden beoordelen.',
      en: 'Have steward and privacy officer judge the reason.',
    },
    finds: originUndeclared,
  },
  {
    code: 'C02',
    gates: FROM_G0,
    law: ['avg-10', 'uavg-31-33'],
    outcome: 'DENY',
    text: {
      nl: 'Strafrechtelijke gegevens zonder bekend onderdeel en wet.',
      en: 'Criminal-offence data without a known item and statute.',
    },
    cure: {
      nl: 'Noem het onderdeel van UAVG 31-33 (bijvoorbeeld 33(1)(b)) en de wet (BWB-nummer en artikel).',
      en: 'Name the item of UAVG 31-33 (such as 33(1)(b)) and the statute (BWB number and article).',
    },
    finds: art10WithoutItem,
  },
  {
    code: 'C03',
    gates: FROM_G1,
    law: ['avg-5-1-a', 'avg-5-1-c', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Het bestand bevat een soort gegeven dat het contract niet noemt.',
      en: 'The file holds a kind of data that the contract does not name.',
    },
    cure: {
      nl: 'Lever zonder die kolom, of leg de categorie vast in een nieuwe versie.',
      en: 'Deliver without that column, or declare the category in a new version.',
    },
    finds: undeclaredCategories,
  },
  {
    code: 'C04',
    gates: FROM_G0,
    law: ['avg-87', 'uavg-46', 'wabb-10'],
    outcome: 'DENY',
    text: {
      nl: 'Burgerservicenummer zonder taak, noodzaak en wet, of met een private partij als verstrekker of ontvanger.',
      en: 'Citizen service number without task, necessity and statute, or with a private party giving or receiving.',
    },
    cure: {
      nl: 'Noem taak, noodzaak en een bekende wet (BWB-nummer en artikel), of laat het nummer weg.',
      en: 'Name task, necessity and a known statute (BWB number and article), or leave the number out.',
    },
    finds: bsnUnfounded,
  },
  {
    code: 'C04',
    gates: FROM_G0,
    law: ['avg-87', 'uavg-46', 'wabb-10'],
    outcome: 'CONDITIONS',
    text: {
      nl: 'Burgerservicenummer: vervangen bij G2, nooit in curated.',
      en: 'Citizen service number: replaced at G2, never in curated.',
    },
    cure: {
      nl: 'Geen actie nodig; de voorwaarde wordt gehandhaafd.',
      en: 'No action needed; the condition is enforced.',
    },
    finds: bsnFounded,
  },
  {
    code: 'M01',
    gates: FROM_G1,
    law: ['avg-5-1-c', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Een kolom die het contract niet kent, in een gevoelige bron.',
      en: 'A column that the contract does not know, in a sensitive source.',
    },
    cure: { nl: 'Lever zonder die kolom.', en: 'Deliver without that column.' },
    finds: (asked) => (isSensitive(asked) ? unknownColumns(asked) : null),
  },
  {
    code: 'M01',
    gates: FROM_G1,
    law: ['avg-5-1-c', 'product'],
    outcome: 'CONDITIONS',
    text: {
      nl: 'Een kolom die het contract niet kent: zij gaat niet verder dan landing.',
      en: 'A column that the contract does not know: not carried beyond landing.',
    },
    cure: {
      nl: 'Geen actie nodig; neem de kolom op als zij nodig is.',
      en: 'No action needed; add the column if it is needed.',
    },
    finds: (asked) => (isSensitive(asked) ? null : unknownColumns(asked)),
  },
  {
    code: 'M02',
    gates: FROM_G1,
    law: ['avg-5-1-d', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Een verplichte kolom ontbreekt of heeft waarden van een andere soort, of de vorm van het bestand klopt niet.',
      en: 'A required column is missing or has values of another kind, or the shape of the file is not the agreed one.',
    },
    cure: {
      nl: 'Lever het bestand in de afgesproken vorm, of pas format aan.',
      en: 'Deliver the file in the agreed shape, or change format.',
    },
    finds: malformed,
  },
  {
    code: 'M03',
    gates: FROM_G2,
    law: ['avg-25', 'avg-32'],
    outcome: 'DENY',
    text: {
      nl: 'Een direct identificerende kolom wordt niet weggelaten of gepseudonimiseerd.',
      en: 'A directly identifying column is neither dropped nor pseudonymised.',
    },
    cure: {
      nl: 'Kies drop of pseudonymise voor die kolom.',
      en: 'Choose drop or pseudonymise for that column.',
    },
    finds: letThrough,
  },
];
