//! The closed lists of words that the rules know, and what each is evidence of. A word that is on no
//! list is judged by none.

/// Work whose end is an output: done is done, whatever came of it.
pub(super) const TASKS: &str = "\
    add adjust analyse analyze apply archive arrange assess assign attend audit automate \
    benchmark book brief buy catalogue clean collect compile conduct configure consider \
    consolidate decommission delete deploy digitise digitize distribute document draft edit email \
    evaluate file finalise finalize fix gather hire host implement inspect install integrate \
    interview introduce inventory investigate invite label liaise localise localize map migrate \
    modernise modernize monitor onboard order organise organize outline outsource overhaul pack \
    paint pay perform post prepare print procure publish purchase rearchitect rebrand rebuild \
    record recruit redesign redo refactor refurbish register relaunch relocate remove renegotiate \
    renew renovate rent reorganise reorganize repair replace research restructure retire revamp \
    rework rewrite rotate schedule send set setup standardise standardize submit survey switch \
    train update upgrade upload validate verify visit write";

/// Work as well, but with many an outcome among it ("build trust", "open doors", "move hearts").
pub(super) const LOOSE_TASKS: &str = "\
    answer begin build call carry coach collaborate communicate complete consult continue \
    coordinate create define design develop discuss do engage establish execute explore finish \
    hold identify keep kick launch meet move negotiate participate plan present propose provide \
    release report review roll run share start study teach test track translate work";

/// "Better" or "more", without how much.
pub(super) const VAGUE: &str = "\
    accelerate advance boost cultivate cut decrease deepen drive elevate empower enable \
    encourage enhance ensure expand facilitate foster grow help improve increase leverage lower \
    maintain maximise maximize minimise minimize optimise optimize promote raise reduce refine \
    simplify speed stimulate streamline strengthen support sustain";

/// Verbs that name a result to reach; they open objectives and key results that are neither.
pub(super) const RESULTS: &str = "\
    achieve attain attract be become bring close convert delight deliver double earn exceed fill \
    gain generate get give halve have hit land make obtain open pass reach retain save secure \
    sell ship shorten sign triple turn win";

/// Verbs that are nouns as well ("launch readiness", "support tickets").
pub(super) const ALSO_NOUNS: &str = "\
    advance answer audit benchmark book boost build call close cut design document drive email \
    file fix help host increase interview inventory label launch lower map meet monitor move \
    order outline overhaul pack plan post print purchase raise record register release rent \
    repair report research review run set share speed start study support survey switch test \
    track train update upgrade visit work";

/// What follows a verb, and no noun that stands for itself.
pub(super) const AFTER_VERBS: &str = "\
    a all an and another any at better each every existing for in its more my new on our out \
    some that the their these this through to towards up with your";

/// Nouns that make a compound of a word before them ("support cost", "test coverage").
pub(super) const COMPOUNDS: &str = "\
    absence accidents accuracy adherence adoption agreements alignment arrears attendance \
    attrition availability backlog bookings breaches budget calls cancellations capacity cases \
    center centre churn citations clicks completion compliance consumption conversion cost costs \
    count coverage days debt defects delay delays deliveries desk downloads downtime dropouts \
    duration efficiency effort efforts engagement errors escalations expenditure expense expenses \
    failures fatigue feedback fees findings frequency gaps growth headcount hours impact \
    incidents index injuries intensity interruptions lag latency leavers length level levels load \
    margin minutes mix months no-shows notes number occupancy orders outcomes output overhead \
    overruns pages papers participants participation percentage performance points price prices \
    productivity progress punctuality quality quota rate rates rating ratings ratio readiness \
    reliability requests response responses results retention returns revenue rework satisfaction \
    savings score scores seconds sessions share shares size slippage speed spend spending \
    stability success system team throughput tickets time times traffic turnaround turnout \
    turnover uptake usage utilisation utilization value variance velocity visitors volume volumes \
    waste weeks yield";

/// Words that lead up to the verb.
pub(super) const LEAD_INS: &str = "\
    actively also and begin continue continuously fully further i keep must please quickly \
    should significantly start starting successfully then to we will";

/// Work as nouns: "implementation of the ERP".
pub(super) const WORK_NOUNS: &str = "\
    analysis assessment completion creation deployment design development digitisation \
    digitization execution go-live implementation installation integration introduction kick-off \
    kickoff launch migration modernisation modernization organisation organization overhaul \
    planning preparation procurement publication redesign refurbishment relaunch release \
    relocation renegotiation renewal renovation reorganisation reorganization replacement \
    restructuring review revision roll-out rollout set-up setup training translation upgrade";

/// "Better" as nouns: "improvement of quality".
pub(super) const VAGUE_NOUNS: &str = "\
    acceleration boost decrease enhancement enhancements expansion improvement improvements \
    increase optimisation optimization promotion reduction strengthening support";

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
    al auf aus bei con dans das de del dem den der des di dos du een ein eine einem einen einer \
    el en et für het il im ist la las le les los mais mit naar nach nicht nos notre nuestra \
    nuestros och om op par para por pour que sobre sur um una und une uns unser unsere unseren \
    van von voor wir y zu zum zur";

/// Verbs in the past that do not end in -ed.
pub(super) const PAST: &str = "\
    agreed begun bought built chosen done drawn driven found freed frozen given gone guaranteed \
    held kept laid led made met paid proven put rebuilt rewritten sent set shown signed sold \
    spent taken taught told used won written";

/// States in which something is finished.
pub(super) const STATES: &str = "\
    accessible available complete compulsory done finished live mandatory obsolete open \
    operational ready";

/// What follows a state that something is in, rather than a noun that it describes.
pub(super) const AFTER_STATES: &str = "\
    a across after all an as at before by during each every everywhere for from in into no off on \
    online out over the through throughout to under up via with within";

/// How something is done, where nothing is said of what.
pub(super) const ADVERBS: &str = "\
    again always anytime anywhere better daily early easily everywhere fast faster first hard \
    harder late less loud more now often once quickly slow slowly smart smarter together twice \
    warm well";

/// Verbs of a task that an objective may wrongly be made of.
pub(super) const DELIVERIES: &str = "\
    automate build buy complete conduct configure consolidate create deliver design develop draft \
    finish hold host introduce launch modernise modernize move organise organize overhaul prepare \
    procure publish purchase rebuild redesign release renew replace retire revamp rework rewrite \
    run ship update write";

/// What such tasks are done to.
pub(super) const WORKS: &str = "\
    account accounts analysis api app apps architecture archive audit backend billing board brand \
    brochure build calculator calendar campaign campaigns catalogue center centers centre centres \
    chatbot checkout cloud cms code codebase committee concert conference configurator congress \
    connector contract contracts course crm dashboard dashboards database databases deck docs \
    documentation engine erp event events exhibition experiment extension fair feature features \
    festival flow flows form forms framework frontend gala gateway guide guidelines hackathon \
    handbook hardware homepage identity infrastructure integration integrations intranet \
    inventory invoicing kiosk kit landing-page laptops library line list lists logo manual \
    microservices migration mobile-app module modules monolith move network newsletter office \
    offices offsite packaging page pages paper papers payroll phase pilot pipeline plan plans \
    platform playbook plugin podcast policies policy portal process program programme project \
    projects prototype redesign release rep report reporting reports research review roadmap \
    roll-out rollout runbook runbooks server servers service shop site software sso stack \
    strategy study summit survey system systems template templates test tests tool toolkit tools \
    tour training upgrade van version warehouse webinar webshop website websites widget wiki \
    workflow workshop workshops";

/// Words that say what comes of it.
pub(super) const OUTCOMES: &str = "\
    actually always any anybody anyone around because believe better buy buys choose confidence \
    confidently delight delights depend each easier easy enjoy enjoys every everybody everyone \
    faster fearlessly feel feels happier how joy like likes love loves need needs never nobody \
    people prefer pride proud read reads recommend rely safe safer smile so that they together \
    trust understand understands use uses want wants we what when where which who whom whose why \
    within without works";

/// What goals begin or end with in other languages.
pub(super) const FOREIGN_VERBS: &str = "\
    améliorer aufbauen augmenter aumentar conseguir crear développer einführen erhöhen erreichen \
    gewinnen halten lancer lanzar mejorar mettre migliorare reducir reduire reduzieren reduzir \
    réduire schaffen senken steigern stärken umsetzen umstellen verbessern verbeteren verdoppeln \
    verhogen verlagen";

/// Work at the end of a compound: "CRM migration", "competitor analysis".
pub(super) const FINAL_WORK: &str = "\
    analysis assessment audit benchmarking deployment digitalisation digitalization digitisation \
    digitization go-live implementation installation integration kick-off kickoff launch \
    migration modernisation modernization move onboarding overhaul rebrand rebranding redesign \
    refactoring refurbishment relaunch relocation renovation reorganisation reorganization \
    replacement research restructuring revamp review rework rewrite roll-out rollout set-up study \
    survey training transition workshop workshops";

/// Work that is a project of its own, and no objective: "SAP go-live", "migration of billing".
pub(super) const PROJECTS: &str = "\
    deployment go-live implementation installation integration introduction migration \
    modernisation modernization overhaul rebrand redesign refurbishment relaunch relocation \
    replacement rewrite roll-out rollout upgrade";

/// Verbs of a task whatever they are done to.
pub(super) const SURE_DELIVERIES: &str = "\
    configure decommission deploy digitise digitize implement install migrate rearchitect rebrand \
    refactor relaunch replatform upgrade";

/// Tasks that are done: "website redesigned".
pub(super) const PARTICIPLES: &str = "\
    automated built completed created deployed developed digitised digitized documented drafted \
    established finalised finalized implemented installed introduced launched migrated modernised \
    modernized overhauled published rebranded rebuilt redesigned refactored relaunched replaced \
    restructured revamped rewritten updated upgraded";

/// More of something, without how much.
pub(super) const COMPARATIVES: &str = "\
    better bigger broader calmer cheaper cleaner clearer closer deeper easier faster fewer \
    friendlier fuller greater greener happier healthier higher leaner less lower more prouder \
    quicker quieter richer safer shorter simpler slimmer smarter smoother stabler steadier \
    stricter stronger tighter wider";

/// Participles that say "better" or "more" of what follows; "advanced users" says neither.
pub(super) const VAGUE_ADJECTIVES: &str = "\
    accelerated boosted decreased enhanced improved increased lowered maximised maximized \
    minimised minimized optimised optimized reduced simplified streamlined strengthened";

/// Verbs that are nouns as well, and in front of a noun hardly ever: "lower costs".
pub(super) const MORE_OR_LESS: &str = "\
    boost cut drive increase lower raise speed";

/// Work in -ing that is a noun as often: "training hours", "hiring cost".
pub(super) const NOUNS_IN_ING: &str = "\
    boarding booking building cleaning coaching coding consulting hiring interviewing learning \
    mapping marketing meeting monitoring onboarding ordering outsourcing planning posting pricing \
    printing publishing reading recording recruiting reporting sharing teaching testing tracking \
    training writing";

/// Verbs that are nouns as well, and at the head of a title hardly ever.
pub(super) const HARDLY_NOUNS: &str = "\
    fix host launch meet move run set start switch update upgrade";

/// What makes a name with a word before it, rather than being worked on: "launch partners", "planning
/// permission".
pub(super) const COMPANIONS: &str = "\
    accreditation agreement approval award board certificate certification checklist clearance \
    committee consent contract date day desk event funding lab laboratory licence license \
    membership page partner partners party patent path permission permit plan programme \
    registration sign-off site team teams visa window";

/// What is granted rather than done: to hold it is a finished state.
pub(super) const GRANTED: &str = "\
    accreditation agreement approval authorisation authorization award certificate certification \
    clearance consent funding licence license membership patent permission permit quorum sign-off \
    visa";

/// Where a noun and what describes it end.
pub(super) const PREPOSITIONS: &str = "\
    about across after against along among around as at before behind between by during for from \
    in inside into of off on onto out over per since than through throughout to towards under \
    until up upon versus via vs while with within without";

/// What is said of how good something is; such a title names more than a task.
pub(super) const EVALUATIVE: &str = "\
    amazing beautiful bold brilliant calm clean confident delightful effortless excellent \
    exceptional fair fast fearless friendly future good great greatest happy healthy honest human \
    inspiring kind leading lively loved loyal memorable modern-day outstanding painless perfect \
    proud reliable remarkable resilient robust seamless simple smart smooth stable strong \
    stunning sustainable thriving tight top trusted trustworthy useful vibrant warm welcoming \
    winning wonderful world-class";

/// What a verb of a task is done to only in a figure of speech.
pub(super) const ABSTRACT: &str = "\
    advantage care careers carpet commitment confidence courage culture customers dialogue energy \
    excellence expectations experience experiences faith fear foundation foundations freedom \
    future habit habits healthcare hearts history home hope image imagination industry joy \
    leadership life lives love market markets minds mindset mood movement narrative peace people \
    pride promise relationship relationships reputation rules safety service spirit standard \
    standards story supporters thinking thought trust way ways welcome wellbeing world";
