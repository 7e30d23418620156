#!/bin/sh
# Rolls an okr workspace over at the end of a cycle:
#   1. says what is still missing before it can be closed, and whose that is;
#   2. closes it, once nothing is missing;
#   3. carries its KPIs into the next one, whether it is closed or not: the new cycle has to begin;
#   4. checks the workspace.
#
#   sh rollover.sh                    every cycle that has ended and is not finished
#   sh rollover.sh --commit           the same, committed with git: one commit for each step
#   sh rollover.sh --commit 2026-Q3   one cycle
#   sh rollover.sh --force --reason "no data from the CRM" 2026-Q3    close it with gaps
#
#   --commit        commit what is written, and nothing else that is staged or changed
#   --refresh       also bring up to date what was carried before a last reading came in, except
#                   where somebody has taken a carried goal out of the new cycle
#   --strict        warnings of `okr check` stop it as well
#   --force         with --reason and a cycle: close it although something is missing
#
# Run it in the workspace's folder (where okr.toml lies), or say OKR_DIR. It may run every day: what is
# done already is not done again, and where nothing is left to do it says so. What people have changed
# in the new cycle stays. It needs okr, and git for --commit; nothing else.
#
# Exit codes:
#   0   all is done, or there was nothing to do
#   10  carried, but not closed yet: something is missing, and there is still time (grace_days)
#   11  carried, but not closed yet: something is missing and overdue
#   1   `okr check` found something: before anything was written, or (it says so) in what was
#   5   a file that it would write and commit holds changes that nobody has committed
#   any other is okr's own: 2 usage, 3 no workspace, 4 a file cannot be read, 6 the system refused
set -eu

say() { printf 'rollover: %s\n' "$*" >&2; }

stop() {
  code=$1
  shift
  say "$@"
  exit "$code"
}

commit='' strict='' refresh='' force='' reason='' cycle=''
while [ $# -gt 0 ]; do
  case $1 in
    --commit) commit=--commit ;;
    --strict) strict=--strict ;;
    --refresh) refresh=yes ;;
    --force) force=yes ;;
    --reason)
      [ $# -gt 1 ] || stop 2 'why is it closed with gaps? --reason TEXT'
      reason=$2
      shift
      ;;
    -h | --help)
      sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0"
      exit 0
      ;;
    -*) stop 2 "there is no $1; --help tells what there is" ;;
    *)
      [ -z "$cycle" ] || stop 2 "two cycles, $cycle and $1: name one"
      cycle=$1
      ;;
  esac
  shift
done
if [ -n "$force$reason" ]; then
  if [ -z "$force" ] || [ -z "$reason" ]; then
    stop 2 '--force and --reason TEXT go together'
  fi
  [ -n "$cycle" ] || stop 2 '--force closes one cycle: name it, such as 2026-Q3'
fi

command -v okr >/dev/null || stop 127 'okr is not installed, or not on PATH'
CDPATH='' cd -- "${OKR_DIR:-.}" || stop 3 "there is no folder $OKR_DIR"
unset OKR_DIR
[ -f okr.toml ] || stop 3 'there is no okr.toml here: run it in the workspace, or set OKR_DIR'
if [ -n "$commit" ]; then
  git rev-parse --git-dir >/dev/null 2>&1 || stop 5 '--commit: the workspace is in no git repository'
fi

# Stops where a commit would take somebody's own changes along: $1 is a diff of what is to be written.
refuse_uncommitted() {
  [ -n "$commit" ] || return 0
  held=$(printf '%s\n' "$1" | sed -n 's|^+++ b/||p' | while read -r path; do
    git status --porcelain -- "$path"
  done)
  [ -z "$held" ] || stop 5 "these hold changes that are not committed; commit or stash them first:
$held"
}

close_cycle() {
  if [ "$missing" = 0 ]; then
    okr close "$id" $commit
  elif [ -n "$force" ]; then
    okr close "$id" --force --reason "$reason" $commit
  else
    # Exit 5 lists what is missing, whose it is and what to type.
    okr close "$id" --dry-run || [ $? -eq 5 ]
    waiting=${waiting:+$waiting, }$id
    [ "$overdue" = false ] || late=yes
  fi
}

carry_cycle() {
  diff=$(okr carry --from "$id" --dry-run 2>/dev/null) || okr carry --from "$id" --dry-run
  refuse_uncommitted "$diff"
  okr carry --from "$id" $commit
}

# Goals that were carried already, from readings that are not the last ones any more.
refresh_cycle() {
  if [ -z "$refresh" ]; then
    say "carried from earlier readings: $stale; bring up to date with --refresh, or okr carry --from $id --refresh"
    return 0
  fi
  plan=$(okr carry --from "$id" --dry-run --format json)
  case $plan in
    *'"carried":[]'*) ;;
    *)
      say "not brought up to date: goals were taken out of the new cycle, and this would add them again:"
      say "okr carry --from $id --refresh"
      return 0
      ;;
  esac
  diff=$(okr carry --from "$id" --refresh --dry-run 2>/dev/null)
  refuse_uncommitted "$diff"
  okr carry --from "$id" --refresh $commit
}

# A row has nothing in `missing` where nothing is left to do, or the cycle still runs.
rows=$(okr cycle ${cycle:+"$cycle"} --format csv)
rows=$(printf '%s\n' "$rows" | sed 1d | awk -F, '$9 != ""')
if [ -z "$rows" ]; then
  echo "nothing to do${cycle:+ for $cycle}: what has ended is closed and carried on"
  exit 0
fi

found=$(okr check $strict) || {
  code=$?
  printf '%s\n' "$found"
  stop "$code" 'nothing was written: see above'
}

waiting='' late=''
while IFS=, read -r id _ _ _ _ _ _ closed missing overdue not_carried stale <&3; do
  echo "== $id"
  if [ "$closed" = false ]; then
    close_cycle
  fi
  if [ "$not_carried" -gt 0 ]; then
    carry_cycle
  elif [ "$stale" -gt 0 ]; then
    refresh_cycle
  fi
done 3<<EOF
$rows
EOF

okr check $strict || stop $? 'this is found in what was written: see above'

if [ -n "$waiting" ]; then
  hint='what is missing is listed above; run this again once it is there'
  [ -z "$late" ] || stop 11 "overdue, not closed yet: $waiting; $hint"
  stop 10 "not closed yet: $waiting; $hint"
fi
