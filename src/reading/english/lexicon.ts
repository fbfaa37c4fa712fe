/**
 * English words of operations by what they tell, in their base form: forms are found by rule, irregular ones are listed. A word may stand in
 * several classes. The trained reader sees these classes beside the words, so that a verb it never saw in training is like its kin.
 */
export const LEXICON: Readonly<Record<string, string>> = {
  restart:
    "restart reboot bounce kick recycle respawn relaunch reload cycle powercycle power-cycle rekick nudge reinit reset restarted bump hup redeploy recreate reseat",
  stop: "stop kill halt terminate shut pause suspend quit abort cancel evict freeze cease stopped killed ended unplug park yank cut pull nuke",
  start:
    "start begin launch resume boot spin unpause unfreeze began begun started spun fire kick-off enable turn-on run ran running",
  revert:
    "revert rollback roll-back undo backout restore downgrade unwind reinstate undid undone reverted rolled-back pin repin back-out",
  deploy:
    "deploy ship release rollout roll-out merge push publish promote land apply sync install upgrade update bump activate cut-over cutover tag migrate canary",
  change:
    "change edit modify set alter adjust tweak rename replace swap switch flip point repoint repointed toggle rewrite patch hotfix hot-patch bump override tune",
  scale:
    "scale resize grow shrink raise increase lower reduce decrease double halve triple add extend expand provision size upsize bump downscale upscale cap limit",
  remove:
    "remove delete drop purge flush clear clean free prune wipe truncate empty discard evacuate trim expire invalidate vacuum gc",
  shed: "drain depool cordon failover fail-over reroute redirect shift divert throttle block ban rate-limit ratelimit blackhole null-route isolate detach disable unpublish bypass shed repool uncordon undrain withdraw fence quarantine steer",
  repair:
    "fix repair mend heal patch rebuild recreate renew rotate replace reseed resync repopulate backfill reindex recover restore re-run rerun replay requeue redo regenerate reissue rotate reimage swap correct unblock unstick",
  move: "move migrate transfer shift copy relocate swing put take bring send",
  protect: "silence mute downtime snooze ack hold keep guard gate lock unlock leave",
  look: "look check dig investigate inspect watch monitor read grep tail scroll trace poke stare eyeball open scan browse search examine profile debug query dump follow skim peek review compare try",
  find: "find found see saw seen notice spot confirm verify identify discover show reveal turn-out reproduce repro discovered trace pinpoint match correlate recognise recognize determine prove conclude realise realize diagnose",
  think:
    "think guess suspect reckon assume believe bet wonder suppose figure expect imagine doubt fear theory hypothesis hunch smell suspicion seem thought maybe perhaps probably possibly presumably likely apparently might could guessing",
  know: "know remember recall understand forget learn knew mean meant",
  say: "say tell write ask answer reply mention post announce inform notify email mail tweet message update share explain said told wrote asked sent post comment describe call talk",
  public:
    "status-page statuspage status customer-facing banner tweet twitter blog newsletter announcement mailing-list public notice maintenance-page",
  ask: "please can could would anyone anybody someone somebody who which whether shall mind objection opinion",
  promise:
    "will i'll we'll going gonna shall plan intend about planning next soon later tomorrow monday then afterwards once until when if unless would should ought need must let let's want hope wish",
  past: "yesterday earlier ago last week month year previously before used formerly overnight weekend friday",
  begin_time: "since from at around until till by after before during between",
  done: "done finished complete completed through over ready finished ended live out in up gone landed applied merged deployed rolled",
  works:
    "work works working fine good ok okay healthy green normal stable clean alive responsive passing happy serving loads ready quiet calm smooth well better correct",
  again: "again back anymore longer return resume recovered restored caught back-to-normal once-more",
  improve:
    "recover improve settle subside clear drop fall decrease decline calm ease ebb drain shrink catch heal stabilise stabilize normalise normalize dropping falling fell down",
  broken:
    "broken fail fails failing failed failure down dead stuck hang hung hanging crash crashing crashed unreachable unavailable unresponsive error errors erroring refuse reject deny missing lost gone offline timeout timeouts time-out timing broke borked toast dying died die blank wrong bad corrupt corrupted stale hosed outage degraded degradation brownout blackout impact affected unhealthy flap flapping loop oom oomkilled panic stall stalled choke choking wedge wedged spin blocked",
  slow: "slow sluggish latency lag lagging behind backlog queue queueing pile piling crawl delay delayed waiting pending saturated overloaded busy hot pegged exhausted full maxed swamped hammered throttled",
  worse:
    "worse rise climb grow spike jump spread increase rising climbing growing spiking peak surge more soar shoot rose grew up double",
  still: "still yet even same unchanged remain persist continue keep continues stays",
  helpless:
    "help useless nothing no-effect difference worse pointless vain unsuccessful didn't doesn't won't isn't hasn't wasn't can't couldn't aren't haven't not no never neither without",
  users:
    "user users customer customers client clients people folks everyone everybody nobody merchant merchants shop shops student students teacher teachers patient patients caller callers passenger passengers player players editor editors reader readers researcher researchers subscriber subscribers partner partners tenant tenants citizen citizens colleague colleagues ward clinic store stores branch school schools community visitors members support helpdesk ticket tickets complaint complaints report reports call calls reporter",
  us: "we we're we've us our ours",
  me: "i i'm i've i'd me my mine myself",
  you: "you your you're yours u",
  they: "they them their he she his her",
  it: "it it's that this these those thing",
  team: "team oncall on-call sre dba dbas ops noc network platform infra vendor provider support manager lead security engineer engineers dev devs carrier hoster upstream supplier contractor",
  page: "page paged paging escalate escalated call ping summon wake woke pull loop rope raise case sev1 p1 ticket open poke pinged",
  own: "take own lead coordinate drive handle run cover hand handover relieve ic commander coordinator scribe incident-commander mine shift",
  declare: "declare incident outage sev sev1 sev2 sev-1 sev-2 p1 p2 major severity bridge war-room declared",
  close: "close resolve resolved closed closing over mitigated all-clear stand-down standdown conclude downgrade wrap",
  follow:
    "postmortem post-mortem retro review follow-up followup ticket issue todo action document runbook write-up writeup lesson doc docs backlog permanent proper long-term cleanup",
  cause:
    "because cause caused reason culprit root why due trigger triggered suspect blame explains responsible introduced broke",
  machine:
    "server node host pod container vm box instance machine router switch firewall disk drive nic blade rack cluster pool replica primary master standby secondary worker broker shard proxy gateway balancer lb cdn pop edge hypervisor",
  store:
    "database db postgres mysql mariadb redis cassandra mongo kafka elastic elasticsearch index table row query queries transaction lock migration schema cache storage bucket volume partition snapshot backup binlog wal topic replica queue",
  net: "dns record zone resolver route bgp peer prefix packet network link fibre fiber vlan ip subnet vpn tunnel firewall port tls cert certificate certificates certs ssl ca chain proxy",
  code: "pr commit branch build pipeline image config configuration flag feature version release deploy deployment chart helm terraform ansible puppet manifest secret token key password credential script cron job playbook rule regex limit quota",
  measure:
    "graph graphs dashboard metric metrics log logs trace traces alert alerts rate count percent cpu memory heap load throughput traffic requests rps qps errors latency p99 p95 connections threads lag queue depth utilisation utilization usage",
  number:
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million half third quarter twice both all most some few many every each none several couple",
  event:
    "announcement election match final launch sale campaign storm power flood strike holiday black-friday premiere exam concert news reddit hackernews trending",
  decide:
    "decide decided decision agree agreed agreement go choose option prefer rather instead hold postpone delay wait skip defer leave keep vote okay approve approved permission veto",
  thanks: "thanks thank thx ty cheers kudos great nice awesome lovely brilliant sorry welcome congrats well-done bravo",
  greet: "hi hello hey morning evening afternoon night bye welcome back folks all",
  joke: "lol haha heh hah rofl joke funny fun coffee tea cake lunch dinner pizza beer bed sleep weekend holiday dog cat kids bingo ha ugh sigh yay wow oh ouch",
  assent:
    "yes yep yeah yup aye sure agreed right exactly indeed true correct fine no nope nah ok okay k roger ack +1 same",
};

/** Words that every sentence has. */
export const COMMON: ReadonlySet<string> = new Set(
  [
    "the a an of to in on at is are was were be been it its it's i i'm we we're you they he she that this there and or but not no so if as for",
    "from by with do does did have has had will would can could just now then what how why when who which my me our your their them us up out",
    "all any some one still yet also into over about been being than too very more",
  ]
    .join(" ")
    .split(" "),
);
