/** Errors that people meet who submit, decide, impose and read; see dutch-message.ts. */
export const DECIDING: Readonly<Record<string, string>> = {
  'key {} already stands for another decision on request {}; take a new key, and see: sluis inbox --all':
    'sleutel {1} staat al voor een ander besluit over verzoek {2}; neem een nieuwe sleutel, en zie: sluis inbox --all',
  'request {} is closed ({}); see: sluis inbox --all':
    'verzoek {1} is gesloten ({2}); zie: sluis inbox --all',
  'request {} has changed since it was read; read it again: sluis inbox':
    'verzoek {1} is veranderd sinds het werd gelezen; lees het opnieuw: sluis inbox',
  'a decision on {} needs a reason: --reason "…"': 'een besluit over {1} heeft een reden nodig: --reason "…"',
  'request {} is decided by {}; this account is none of them; see: sluis inbox':
    'over verzoek {1} wordt besloten door {2}; dit account is geen van hen; zie: sluis inbox',
  'the {} has already decided request {}; who is still missing: sluis inbox':
    'de {1} heeft over verzoek {2} al besloten; wie nog ontbreekt: sluis inbox',
  'request {} needs another person: {}; who is still missing: sluis inbox':
    'verzoek {1} heeft een ander nodig: {2}; wie nog ontbreekt: sluis inbox',
  '{} by {}: use --as {}.': '{1} door {2}: gebruik --as {3}.',
  'Run {} has ended already ({}): there is nothing left to cancel; see: sluis runs show {}':
    'Uitvoering {1} is al geëindigd ({2}): er valt niets te annuleren; zie: sluis runs show {3}',
  'The catalog has no run {}.': 'De catalogus heeft geen uitvoering {1}.',
  'Request {} is closed; see: sluis inbox --all': 'Verzoek {1} is gesloten; zie: sluis inbox --all',
  'Request {} is decided by {}, not by this account; use --as {}':
    'Over verzoek {1} wordt besloten door {2}, niet door dit account; gebruik --as {3}',
  'There is no request {}; see what waits: sluis inbox': 'Er is geen verzoek {1}; zie wat wacht: sluis inbox',
  'Request {} exists already; see: sluis inbox': 'Verzoek {1} is er al; zie: sluis inbox',
  'Outside demo mode control knows nobody of that name in that role: there is no sign-on yet.':
    'Buiten de demo kent control niemand van die naam in die rol: aanmelden kan nog niet.',
  'Demo accounts (--as) are refused outside demo mode.':
    'Demo-accounts (--as) worden buiten de demo geweigerd.',
  'There is no demo account of that name; use --as with one of: {}.':
    'Er is geen demo-account met die naam; gebruik --as met een van: {1}.',
  'no review waits for a decision here': 'hier wacht geen oordeel op een besluit',
  'request {} is not open for decisions': 'over verzoek {1} kan nu niet worden besloten',
  'release {} is not open for decisions': 'over vrijgave {1} kan nu niet worden besloten',
  'Request {} bears another hash than what was submitted.':
    'Verzoek {1} draagt een andere hash dan wat is ingediend.',
  'No contract of {} is approved: nothing to withdraw; see: sluis sources show {}':
    'Geen contract van {1} is goedgekeurd: er is niets in te trekken; zie: sluis sources show {2}',
  'Staff of the provider of {} lift nothing on it; see: sluis inbox':
    'Medewerkers van de leverancier van {1} heffen er niets op; zie: sluis inbox',
  'The identity of a review holds another event.': 'Onder deze beoordeling staat al een andere gebeurtenis.',
  'The identity of a request to lift holds another event.':
    'Onder dit verzoek om opheffing staat al een andere gebeurtenis.',
  'Nobody asked to lift anything in {}.': 'In {1} vroeg niemand om iets op te heffen.',
  '{} is the id of a linkage domain, and their pseudonyms would share a key: give the source another sourceId.':
    '{1} is de id van een koppelingsdomein, en hun pseudoniemen zouden een sleutel delen: geef de bron een andere sourceId.',
  '{} is the id of a source, and their pseudonyms would share a key: give the linkage domain another id.':
    '{1} is de id van een bron, en hun pseudoniemen zouden een sleutel delen: geef het koppelingsdomein een andere id.',
  'Theme {} names {} as an author, and there is no such account: correct authors in theme.yaml.':
    'Thema {1} noemt {2} als schrijver, en dat account is er niet: verbeter authors in theme.yaml.',
  'Request {} has not been approved by another person; see: sluis inbox':
    'Verzoek {1} is nog niet door een ander goedgekeurd; zie: sluis inbox',
  'No provider is told of {}: only of a delivery that was refused or stopped.':
    'Over {1} wordt geen leverancier ingelicht: alleen over een levering die is geweigerd of gestopt.',
  'Nothing called {} stands in quarantine; see: sluis quarantine list':
    'Niets met de naam {1} staat in quarantaine; zie: sluis quarantine list',
  'No breach is to be assessed of {}; see: sluis quarantine show {}':
    'Bij {1} is geen datalek te beoordelen; zie: sluis quarantine show {2}',
  'The breach assessment of {} is {} already; see: sluis quarantine show {}':
    'De beoordeling van het datalek bij {1} is al {2}; zie: sluis quarantine show {3}',
  'This needs a reason: --reason "…"': 'Hiervoor is een reden nodig: --reason "…"',
  'A reason is one line, without a character that a terminal does not show: --reason "…"':
    'Een reden is één regel, zonder teken dat een terminal niet toont: --reason "…"',
  'An id has 1 to 300 characters, and none that a terminal does not show; see: sluis --help':
    'Een id heeft 1 tot 300 tekens, en geen die een terminal niet toont; zie: sluis --help',
  'There is no source {}; see: sluis sources': 'Er is geen bron {1}; zie: sluis sources',
  'No {} stands on {}; see: sluis sources show {}': 'Op {2} staat geen {1}; zie: sluis sources show {3}',
  'There is no release {}; see: sluis results list': 'Er is geen vrijgave {1}; zie: sluis results list',
  'Release {} does not wait for a decision; see: sluis results list':
    'Vrijgave {1} wacht niet op een besluit; zie: sluis results list',
  'Release {} is read by {} alone; see: sluis inbox':
    'Vrijgave {1} wordt alleen gelezen door {2}; zie: sluis inbox',
  'Whoever asked for release {} or had a part in it cannot be the one who checks it; see: sluis inbox':
    'Wie vrijgave {1} vroeg of er een aandeel in had, kan haar niet ook controleren; zie: sluis inbox',
  'the identity of a gate holds another event': 'onder deze poort staat al een andere gebeurtenis',
  'Source {} is of another provider, which alone delivers and withdraws it; use --as steward.':
    'Bron {1} is van een andere leverancier, die haar als enige levert en intrekt; gebruik --as steward.',
  'Request {} must be decided by {}.': 'Over verzoek {1} moet worden besloten door {2}.',
  'Workflow {} begins nothing under another id.': 'Werkstroom {1} begint niets onder een andere id.',
  'Theme {} says another year of the areas of {} than its contract: geography.inputs.':
    'Thema {1} noemt voor de gebieden van {2} een ander jaar dan het contract: geography.inputs.',
  'this step belongs to a workflow': 'deze stap hoort bij een werkstroom',
};
