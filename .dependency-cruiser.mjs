/** The import table of docs/architecture.md. A folder may import itself, what its row lists, and nothing else. */
const FOLDERS = [
  'domain',
  'policy',
  'privacy',
  'lake',
  'catalog',
  'workflows',
  'activities',
  'operations',
  'api',
  'cli',
  'web',
  'infra',
  'demo',
  'tests',
  'bench',
];

/** `type` folders may be imported for their types only. */
const MAY_IMPORT = {
  domain: {},
  policy: { value: ['domain'] },
  privacy: { value: ['domain'], type: ['policy'] },
  lake: { value: ['domain'] },
  catalog: { value: ['domain'], type: ['policy'] },
  workflows: { value: ['domain'], type: ['policy', 'catalog', 'activities/contract'] },
  activities: { value: ['domain', 'policy', 'privacy', 'lake', 'catalog'] },
  operations: { value: ['domain', 'policy', 'catalog', 'workflows/messages'] },
  api: { value: ['domain', 'operations'], type: ['policy', 'catalog'] },
  cli: { value: ['domain', 'policy', 'privacy', 'lake', 'operations'], type: ['catalog'] },
};

/** Entry points that compose the system. */
const COMPOSERS = '^(cli/main|api/main|demo/|tests/|bench/|infra/)';

const folderRules = Object.entries(MAY_IMPORT).flatMap(([folder, { value = [], type = [] }]) => {
  const paths = (names) => names.map((name) => `^${name}(/|\\.)`);
  const allowed = [`^${folder}/`, ...paths(value), ...paths(type)].join('|');
  const from = {
    path: `^${folder}/`,
    pathNot: [COMPOSERS, '\\.test\\.ts$', '/testing/', '\\.conformance\\.ts$'],
  };
  const others = FOLDERS.filter((name) => name !== folder).map((name) => `^${name}/`);
  const rules = [
    { name: `${folder}-imports`, severity: 'error', from, to: { path: others, pathNot: allowed } },
  ];
  if (type.length > 0) {
    rules.push({
      name: `${folder}-imports-types-only`,
      severity: 'error',
      from,
      to: { path: paths(type), dependencyTypesNot: ['type-only'] },
    });
  }
  return rules;
});

/** Packages that the pure folders may use, and where Temporal may appear. */
const TESTS = ['\\.test\\.ts$', '\\.conformance\\.ts$', '/testing/', '^(tests|bench|demo)/'];
const packageRules = [
  {
    name: 'domain-packages',
    severity: 'error',
    from: { path: '^domain/', pathNot: TESTS },
    to: { path: 'node_modules/', pathNot: 'node_modules/@noble/hashes' },
  },
  {
    name: 'policy-packages',
    severity: 'error',
    from: { path: '^policy/', pathNot: ['^policy/schema/', ...TESTS] },
    to: { path: 'node_modules/', pathNot: 'node_modules/@noble/hashes' },
  },
  {
    name: 'schema-packages',
    severity: 'error',
    comment: 'zod gives the schema, yaml the line and column of each problem',
    from: { path: '^policy/schema/', pathNot: TESTS },
    to: { path: 'node_modules/', pathNot: 'node_modules/(zod|yaml|@noble/hashes)/' },
  },
  {
    name: 'pure-folders-have-no-node',
    severity: 'error',
    from: { path: '^(domain|policy|workflows)/', pathNot: TESTS },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'temporal-only-at-its-boundary',
    severity: 'error',
    from: { path: '^(domain|policy|privacy|lake|catalog|api|cli)/', pathNot: [COMPOSERS, ...TESTS] },
    to: { path: 'node_modules/@temporalio/' },
  },
  {
    name: 'workflows-packages',
    severity: 'error',
    from: { path: '^workflows/', pathNot: TESTS },
    to: { path: 'node_modules/', pathNot: 'node_modules/(@temporalio/(workflow|common)|@noble/hashes)/' },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...folderRules, ...packageRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
