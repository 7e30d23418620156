#!/bin/sh
# Checks goals with okr as they are staged, before they are committed. `okr init --hooks` wrote this.
# To commit without it once: git commit --no-verify
okr_pre_commit() (
  copy= failed=
  trap '[ -z "$copy" ] || rm -rf "$copy"' EXIT
  trap 'exit 1' HUP INT TERM
  # A workspace a line; \001 stands for a line break in a folder's name.
  workspaces=$(git ls-files -z -- okr.toml '*/okr.toml' | tr '\n\000' '\001\n')
  while IFS= read -r settings; do
    folder=./$(printf '%s.' "${settings%okr.toml}" | tr '\001' '\n')
    folder=${folder%.}
    # Only where something of a workspace is about to be committed.
    if [ -z "$settings" ] || git --literal-pathspecs diff --cached --quiet -- "$folder"; then
      continue
    fi
    if ! command -v okr >/dev/null; then
      echo "okr is not installed: these goals are committed unchecked" >&2
      exit 0
    fi
    [ -n "$copy" ] || copy=$(mktemp -d) || exit 1
    # What is staged, not what lies in the folder.
    git --literal-pathspecs ls-files -z -- "$folder" |
      git checkout-index -z --stdin --force --prefix="$copy/" || exit 1
    okr -C "$copy/$folder" check >&2 </dev/null || failed="$failed $folder"
  done <<EOF
$workspaces
EOF
  if [ -n "$failed" ]; then
    echo "nothing was committed: mend this in$failed, \`git add\` it and commit again" >&2
    exit 1
  fi
)
okr_pre_commit || exit 1
