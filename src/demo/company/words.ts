/** Invented words that the company's names are made of. */
export const FIRST_NAMES = [
  ..."Ada Bao Carla Dmitri Elif Femi Greta Hiro Ines Jonas Kaveh Lena Mateo Nia Oskar Priya Quinn Rosa Samir Tove".split(
    " ",
  ),
  ..."Uma Viktor Wren Xavier Yara Zeno Amara Bruno Celia Darius Esme Fynn Gita Hugo Isla Jae Kira Lars Mina Noor".split(
    " ",
  ),
];
export const LAST_NAMES = [
  ..."Alder Brandt Castell Dufour Ekberg Falk Gruber Holm Ivers Jensen Kowal Lindt Moreau Norrel Okoro Pavic Quast".split(
    " ",
  ),
  ..."Rossini Silva Tanaka Ueland Varga Winther Xanthos Ylvis Zeller Ambrose Becker Coyne Dasari Engel Farrow".split(
    " ",
  ),
];
export const TEAM_NAMES = [
  ..."Product Platform Design Delivery Growth Data Support Operations Mobile Research".split(" "),
  ..."Finance Security Quality Integrations Commerce Content Logistics Partners Infrastructure Training".split(" "),
];
export const CLIENTS = [
  "Northwind Foods",
  "Harbor & Sons",
  "Lumen Clinics",
  "Tidewater Rail",
  "Cobalt Bank",
  "Meadow Press",
  "Internal",
];
export const PROJECT_THEMES = [
  ..."Onboarding Billing Checkout Reporting Migration Search Portal Mobile Pricing Loyalty".split(" "),
  ..."Inventory Scheduling Analytics Notifications Accounts Compliance Imports Dashboard Catalog Payments".split(" "),
];
export const PROJECT_KINDS = [
  "revamp",
  "rollout",
  "pilot",
  "redesign",
  "phase 2",
  "maintenance",
  "integration",
  "launch",
];
export const VERBS = [
  ..."Draft Review Fix Build Design Test Document Refactor Plan Prepare Migrate Clean Measure Ship Update".split(" "),
];
export const OBJECTS = [
  "onboarding checklist",
  "invoice export",
  "search filters",
  "login flow",
  "monthly report",
  "data model",
  "landing page",
  "audit trail",
  "price table",
  "push messages",
  "access rights",
  "error page",
  "import script",
  "user interviews",
  "release notes",
  "customer survey",
  "address form",
  "backup routine",
  "contract template",
  "map view",
];
export const TAG_NAMES = [
  ..."urgent quick-win customer research blocked tech-debt compliance copy ux analytics partner".split(" "),
  ..."release legal training hardware seo accessibility performance vendor finance".split(" "),
];
export const SKILLS = ["Backend", "Frontend", "Design", "Data", "Writing", "Testing", "Consulting"];
export const WORK_TYPES = ["Feature", "Bug", "Research", "Meeting", "Operations"];
