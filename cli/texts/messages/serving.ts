/** Errors of servers, workers, keys and the log; see dutch-message.ts. */
export const SERVING: Readonly<Record<string, string>> = {
  'The catalog does not answer; start the servers: sluis up':
    'De catalogus antwoordt niet; start de servers: sluis up',
  'Temporal does not answer; start the servers: sluis up':
    'Temporal antwoordt niet; start de servers: sluis up',
  'no worker takes it up; see what runs: sluis status':
    'geen werker pakt het op; zie wat er draait: sluis status',
  'The private key of the checkpoints is gone from the folder of the control worker: put it back.':
    'De geheime sleutel van de controlepunten is weg uit de map van de werker control: zet haar terug.',
  'The configuration of {} belongs to another account.':
    'De instellingen van {1} zijn van een ander account.',
  'No configuration of {}: start with "sluis up".':
    'Er zijn geen instellingen van {1}: begin met "sluis up".',
  'S3_ENDPOINT is set, but not {}.': 'S3_ENDPOINT is gezet, maar {1} niet.',
  'The {} worker is not built: run "npm run build".': 'De werker {1} is niet gebouwd: doe "npm run build".',
  'The {} worker did not become ready: see {}.': 'De werker {1} werd niet klaar: zie {2}.',
  'Object {} is not what was released; run: sluis audit verify':
    'Object {1} is niet wat is vrijgegeven; doe: sluis audit verify',
  'No PostgreSQL found: run "npm ci", or set DATABASE_URL.':
    'Geen PostgreSQL gevonden: doe "npm ci", of zet DATABASE_URL.',
  'No {} found: run "npm run demo" once to build it, put it on PATH, or set {}.':
    'Geen {1} gevonden: doe één keer "npm run demo" om het te bouwen, zet het op PATH, of zet {2}.',
  'Another start or stop holds {} for two minutes now.':
    'Een andere start of stop houdt {1} al twee minuten bezet.',
  '{} could not be started ({}).': '{1} kon niet worden gestart ({2}).',
  'Process {} does not end.': 'Proces {1} eindigt niet.',
  'Temporal does not answer, or has no namespace {}: see TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE.':
    'Temporal antwoordt niet, of heeft geen namespace {1}: zie TEMPORAL_ADDRESS en TEMPORAL_NAMESPACE.',
  'Temporal lacks search attributes: temporal operator search-attribute create --namespace {} {}':
    'Temporal mist zoekkenmerken: temporal operator search-attribute create --namespace {1} {2}',
  'The store refuses buckets: {}. Make them, and grant what docs/operations/own-servers.md says.':
    'De opslag weigert buckets: {1}. Maak ze, en geef de rechten van docs/operations/own-servers.md.',
  'The database roles could not be made (SQLSTATE {}): the user of DATABASE_URL needs CREATEROLE and its database.':
    'De rollen van de database konden niet worden gemaakt (SQLSTATE {1}): de gebruiker van DATABASE_URL heeft CREATEROLE en zijn database nodig.',
  'PostgreSQL {} is too old: DATABASE_URL needs {} or later.':
    'PostgreSQL {1} is te oud: DATABASE_URL heeft {2} of later nodig.',
  'PostgreSQL does not answer ({}); is DATABASE_URL right, and its database there?':
    'PostgreSQL antwoordt niet ({1}); klopt DATABASE_URL, en is de database er?',
  'initdb failed ({}): is there room and a right to write?':
    'initdb mislukte ({1}): is er ruimte, en mag er worden geschreven?',
  'The buckets could not be made ({}).': 'De buckets konden niet worden gemaakt ({1}).',
  '{} did not become ready in {} attempts: see {}.': '{1} werd in {2} pogingen niet klaar: zie {3}.',
  'an unencrypted payload was refused; only Sluis may start its workflows':
    'een onversleuteld bericht is geweigerd; alleen Sluis mag zijn werkstromen starten',
  'a payload was encrypted under key {}, this is {}':
    'een bericht is versleuteld onder sleutel {1}, dit is {2}',
  'a payload was changed after it was encrypted': 'een bericht is veranderd nadat het was versleuteld',
  'a message without an encrypted argument was refused; only Sluis may address its workflows':
    'een bericht zonder versleutelde inhoud is geweigerd; alleen Sluis mag zijn werkstromen aanspreken',
  'a message to another workflow was refused': 'een bericht aan een andere werkstroom is geweigerd',
};
