//! The closed lists of words that the rules know, and what each is evidence of. A word that is on no
//! list is judged by none.

/// Work whose end is an output: done is done, whatever came of it.
pub(super) const TASKS: &str = "\
    add adjust analyse analyze attend audit automate book buy clean collect compile conduct \
    configure consider consolidate decommission delete deploy document draft email evaluate file \
    finalise finalize fix hire host implement install integrate interview introduce investigate \
    migrate onboard order organise organize outline pack pay perform post prepare print publish rebrand \
    rebuild record recruit redesign refactor remove renew rent replace research retire revamp rewrite \
    rotate schedule send set setup switch train update upgrade visit write";

/// Work as well, but with many an outcome among it ("build trust", "open doors", "move hearts").
pub(super) const LOOSE_TASKS: &str = "\
    answer begin build call carry coach complete consult continue coordinate create define \
    design develop discuss establish execute explore finish hold identify keep launch meet move \
    negotiate participate plan present propose provide release review roll run start study teach \
    test track translate work";

/// "Better" or "more", without how much.
pub(super) const VAGUE: &str = "\
    accelerate advance boost cultivate cut decrease deepen drive elevate empower enable \
    encourage enhance ensure expand facilitate foster grow help improve increase leverage lower \
    maintain maximise maximize minimise minimize optimise optimize promote raise reduce refine \
    simplify speed stimulate streamline strengthen support sustain";

/// Verbs that name a result to reach; they open objectives and key results that are neither.
pub(super) const RESULTS: &str = "\
    achieve attain be become bring convert delight deliver double earn exceed gain get give \
    fill halve have hit land make obtain open reach save sell ship shorten triple turn win";

/// Verbs that are nouns as well ("launch readiness", "support tickets").
pub(super) const ALSO_NOUNS: &str = "\
    advance answer audit book boost build call cut design document drive email file fix help \
    host increase interview launch lower meet move order outline pack plan post print raise record release \
    rent research review run set speed start study support switch test track train update upgrade \
    visit work";

/// What follows a verb, and no noun that stands for itself.
pub(super) const AFTER_VERBS: &str = "\
    a all an and another any at better each every existing for in its more my new on our out \
    some that the their these this through to towards up with your";

/// Nouns that make a compound of a word before them ("support cost", "test coverage").
pub(super) const COMPOUNDS: &str = "\
    accuracy agreements backlog bookings budget calls cases center centre completion cost costs \
    count coverage days desk errors failures frequency hours index level notes orders pages \
    papers percentage points price quality rate rates rating readiness requests results \
    satisfaction score scores share speed success system team tickets time times usage value \
    volume";

/// Words that lead up to the verb.
pub(super) const LEAD_INS: &str = "\
    actively also and begin continue continuously fully further i keep must please quickly \
    should significantly start starting successfully then to we will";

/// Work as nouns: "implementation of the ERP".
pub(super) const WORK_NOUNS: &str = "\
    adoption analysis completion creation deployment design development execution implementation \
    installation integration introduction launch migration organisation organization planning \
    preparation publication redesign release rollout setup training";

/// "Better" as nouns: "improvement of quality".
pub(super) const VAGUE_NOUNS: &str = "\
    enhancement enhancements improvement improvements increase optimisation optimization \
    promotion reduction strengthening support";

/// Words that make a habit of the noun that follows.
pub(super) const HABITS: &str = "\
    continuous daily fortnightly monthly ongoing quarterly regular weekly";

/// What habits are made of.
pub(super) const GATHERINGS: &str = "\
    call calls exchange maintenance meeting meetings newsletter newsletters one-on-ones \
    one-to-ones posts report reporting reports review reviews session sessions standup standups \
    sync syncs training trainings update updates work workshop workshops";

/// Small words of English that few other languages share.
pub(super) const ENGLISH: &str = "\
    above after again all and are as at be before below best better both by each end every fewer \
    first for from half has have how in into is it its least less like more most new of off on \
    one only or our out over own per than that the their them they this to two under until up us \
    we when where which who whole with within without year you your";

/// Measures and what is counted, in English business prose.
pub(super) const MEASURED: &str = "\
    arr attendees bookings buyers cac churn clients clv companies conversion cost costs \
    countries csat customers dau days deals demos donations donors downloads dso ebitda \
    employees engagement engineers enps error errors families followers gmv growth hires hours \
    installs leads ltv margin markets mau members minutes months mrr mttr newsletter nps orders \
    participants partners people percent points profit rate rating readers registrations \
    retention revenue sales score seconds share sign-ups signups stores subscribers tickets \
    traffic turnover uptime users views visitors visits volunteers wau weeks";

/// Small words of other languages that English does not share.
pub(super) const FOREIGN: &str = "\
    al auf bei con das del dem den der des di dos du een ein eine einen el en et für het il im \
    ist la las le les los mit naar nicht nos notre nuestra nuestros och para por pour que sur um \
    una und une uns unser unsere van von voor wir y zu zum zur";

/// Verbs in the past that do not end in -ed.
pub(super) const PAST: &str = "\
    begun bought built chosen done drawn found given held kept laid led made met paid proven sent \
    shown signed sold spent taken taught told used won written";

/// States in which something is finished.
pub(super) const STATES: &str = "\
    available complete done live open operational ready";

/// What follows a state that something is in, rather than a noun that it describes.
pub(super) const AFTER_STATES: &str = "\
    a across after all an as at before by during each every everywhere for from in into no off on \
    online out over the through throughout to under up via with within";

/// How something is done, where nothing is said of what.
pub(super) const ADVERBS: &str = "\
    again always anytime anywhere better daily early easily everywhere fast faster first \
    hard harder late less loud more now often once quickly slowly smart smarter together twice \
    well";

/// Verbs of a task that an objective may wrongly be made of.
pub(super) const DELIVERIES: &str = "\
    complete deploy finish implement install introduce launch migrate rebuild redesign refactor \
    release rewrite upgrade";

/// What such tasks are done to.
pub(super) const WORKS: &str = "\
    api app apps brochure campaign catalogue crm cms dashboard database erp feature features \
    framework handbook intranet migration module modules newsletter pipeline platform podcast \
    portal prototype redesign release report reports rollout shop site software sso system \
    systems tool tools version warehouse webshop website";

/// Words that say what comes of it.
pub(super) const OUTCOMES: &str = "\
    because better delight delights easier easy enjoy faster happier love loves people safe safer \
    so that trust want wants where which who whom whose without";
