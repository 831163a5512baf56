/** Errors of reading and curating what was delivered; see dutch-message.ts. */
export const READING: Readonly<Record<string, string>> = {
  'The content cannot be read ({}).': 'De inhoud kan niet worden gelezen ({1}).',
  'The content cannot be read at line {} ({}).': 'De inhoud kan in regel {1} niet worden gelezen ({2}).',
  'The delivery gives another number of records at each reading.':
    'De levering geeft bij elke lezing een ander aantal records.',
  'A part of the delivery is no regular file.': 'Een deel van de levering is geen gewoon bestand.',
  'A part of the delivery has another encoding than agreed.':
    'Een deel van de levering heeft een andere codering dan afgesproken.',
  'The pseudonymised file was made under another contract.':
    'Het gepseudonimiseerde bestand is onder een ander contract gemaakt.',
  'The delivery {}: {}. Deliver it anew, or agree on a contract that fits it.':
    'De levering {1}: {2}. Lever haar opnieuw, of spreek een contract af dat erbij past.',
  '{} rows have no declared level.': '{1} rijen hebben geen niveau dat het contract noemt.',
  'Column {} of the geography must be a field that is kept.':
    'Kolom {1} van de geografie moet een veld zijn dat wordt bewaard.',
  '{} levels have codes of another level.': '{1} niveaus hebben codes van een ander niveau.',
  '{} {} areas lie in no {} area of the delivery.':
    '{1} {2}-gebieden liggen in geen {3}-gebied van de levering.',
  'The query engine stopped ({}); try again.': 'De database-engine stopte ({1}); probeer het opnieuw.',
  'The query engine refused a statement ({}).': 'De database-engine weigerde een opdracht ({1}).',
};
