//! `okr edit`: the file changes only when what the editor left is valid; what was typed is never lost.
#![cfg(target_os = "linux")]

mod support;

use rexpect::session::{Options, PtySession, spawn_with_options};
use std::os::unix::fs::PermissionsExt;
use support::{Call, Entry, Ran, Tree, Workspace};

const GOAL: &str = "2026-Q3/care/loyal.toml";

fn workspace() -> Workspace {
    Workspace::new()
        .file(
            GOAL,
            "# Ours.\nobjective = \"Loyal\" # all of them\nowner = \"maria\"\n\n[key_results.calls]\n\
             title = \"Calls\"\nbaseline = 0\ntarget = 10\n\n[key_results.nps] # vital\n\
             kpi = \"kpis/nps\"\nbaseline = 10\ntarget = 30\n",
        )
        .file("kpis/nps.toml", "name = \"NPS\"\n")
        .file("2026-Q3/broken.toml", "objective = \"Broken\n")
}

/// An editor that is a shell script; the draft's path is its last argument.
fn editor(workspace: &Workspace, script: &str) -> String {
    let path = workspace.path("../editor");
    let text = format!("#!/bin/sh\nfor draft; do :; done\necho \"$@\" >> \"$0.log\"\n{script}\n");
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    format!("'{}'", path.display())
}

fn edit<'w>(workspace: &'w Workspace, words: &str, script: &str) -> Call<'w> {
    workspace
        .okr(words)
        .env("VISUAL", editor(workspace, script))
}

/// The drafts that are left, with what they say.
fn drafts(tree: &Tree) -> Vec<(String, String)> {
    let drafts = tree
        .iter()
        .filter(|(path, _)| path.starts_with(".okr/tmp/"));
    let text = |entry: &Entry| match entry {
        Entry::File(bytes) => String::from_utf8(bytes.clone()).unwrap(),
        Entry::Folder | Entry::Link(_) | Entry::Other => panic!("no file"),
    };
    drafts
        .map(|(path, entry)| (path.clone(), text(entry)))
        .collect()
}

/// The one draft that was kept is named in the message.
fn kept(ran: &Ran) -> String {
    let drafts = drafts(&ran.after);
    assert_eq!(drafts.len(), 1, "{ran}");
    assert!(ran.stderr.contains(&drafts[0].0), "{ran}");
    assert!(drafts[0].0.ends_with(".toml"));
    drafts[0].1.clone()
}

#[test]
fn a_valid_edit_is_written_with_every_other_byte() {
    let workspace = workspace();
    let before = workspace.read(GOAL);
    let script = "sed -i 's/target = 30/target = 40/' \"$draft\"";
    let ran = edit(&workspace, "edit loyal.nps", script).run().exits(0);
    assert_eq!(ran.written(), [GOAL]);
    assert!(
        ran.stdout
            .contains("care/loyal.nps  edited  2026-Q3/care/loyal.toml")
    );
    assert_eq!(
        workspace.read(GOAL),
        before.replace("target = 30", "target = 40")
    );
}

#[test]
fn goals_kpis_and_settings() {
    for (words, file, old) in [
        ("edit loyal", GOAL, "Loyal"),
        ("edit 2026-Q3/care/loyal.toml", GOAL, "Loyal"),
        ("edit kpis/nps", "kpis/nps.toml", "NPS"),
        ("edit settings", "okr.toml", "1"),
        ("edit okr.toml", "okr.toml", "1"),
        ("edit 2026-Q3/broken.toml", "2026-Q3/broken.toml", "Broken"),
        ("edit broken", "2026-Q3/broken.toml", "Broken"),
    ] {
        let workspace = workspace();
        let script = match old {
            "1" => "echo 'name = \"Acme\"' >> \"$draft\"".to_owned(),
            "Broken" => "echo 'objective = \"Mended\"' > \"$draft\"".to_owned(),
            old => format!("sed -i 's/\"{old}\"/\"{old}!\"/' \"$draft\""),
        };
        let ran = edit(&workspace, words, &script).run().exits(0);
        assert_eq!(ran.written(), [file], "{words}");
    }
    let settings = Workspace::new().file("okr.toml", "nonsense = 1\n");
    edit(&settings, "edit settings", "echo > \"$draft\"")
        .run()
        .exits(0);
    edit(
        &settings.file("okr.toml", "nonsense = 1\n"),
        "edit nps",
        "true",
    )
    .run()
    .exits(4)
    .says(&["okr edit settings"]);
}

#[test]
fn nothing_typed_changes_nothing() {
    let workspace = workspace();
    let ran = edit(&workspace, "edit loyal", "true").run().exits(0);
    ran.prints(&["2026-Q3/care/loyal.toml is unchanged"])
        .assert_unchanged();
    edit(&workspace, "edit nothing-like-it", "true")
        .run()
        .exits(3)
        .assert_unchanged();
}

#[test]
fn the_editor_begins_at_the_goal_on_a_private_copy() {
    let workspace = workspace();
    let vim = workspace.path("../vim");
    std::fs::write(&vim, "#!/bin/sh\necho \"$@\"\nstat -c %a \"$3\"\n").unwrap();
    std::fs::set_permissions(&vim, std::fs::Permissions::from_mode(0o755)).unwrap();
    let words = format!("'{}' -f", vim.display());
    let ran = workspace
        .okr("edit loyal.nps")
        .env("VISUAL", "")
        .env("EDITOR", words)
        .run();
    let ran = ran
        .exits(0)
        .prints(&["-f +10 /", ".okr/tmp/draft-care-loyal-nps-", "\n600\n"]);
    assert!(drafts(&ran.after).is_empty());
}

#[test]
fn an_invalid_draft_is_kept_where_nobody_can_be_asked() {
    let workspace = workspace();
    for (script, said) in [
        (
            "echo 'wieght = 2' > \"$draft\"",
            "2026-Q3/care/loyal.toml:1:1",
        ),
        (
            "echo 'objective = ' > \"$draft\"",
            "2026-Q3/care/loyal.toml:1:",
        ),
        (
            "sed -i 's,kpis/nps,kpis/npq,' \"$draft\"",
            "did you mean `kpis/nps`?",
        ),
        ("printf '\\377' > \"$draft\"", "is not UTF-8"),
    ] {
        let before = workspace.read(GOAL);
        let ran = edit(&workspace, "edit loyal", script)
            .run()
            .exits(4)
            .says(&[said]);
        assert_eq!(workspace.read(GOAL), before);
        let left = ran.written();
        assert_eq!(left.len(), 1, "{ran}");
        assert!(ran.stderr.contains(&left[0]), "{ran}");
        std::fs::remove_file(workspace.path(&left[0])).unwrap();
    }
}

#[test]
fn a_kept_draft_is_named_the_next_time() {
    let workspace = workspace();
    let ran = edit(&workspace, "edit loyal", "echo 'wieght = 2' >> \"$draft\"")
        .run()
        .exits(4);
    let said = kept(&ran);
    assert!(said.ends_with("wieght = 2\n"));
    let name = drafts(&ran.after)[0].0.clone();
    edit(&workspace, "edit loyal", "true")
        .run()
        .exits(0)
        .says(&["an earlier draft is in", &name])
        .assert_unchanged();
    edit(&workspace, "edit kpis/nps", "true")
        .run()
        .exits(0)
        .assert_unchanged();
}

#[test]
fn editors_that_fail_lose_nothing() {
    let workspace = workspace();
    workspace
        .okr("edit loyal")
        .env("VISUAL", "no-such-editor --wait")
        .run()
        .exits(6)
        .says(&[
            "the editor `no-such-editor --wait` did not start",
            "set VISUAL or EDITOR",
        ])
        .assert_unchanged();
    workspace
        .okr("edit loyal")
        .env("VISUAL", "vim 'x")
        .run()
        .exits(2)
        .says(&["no command"])
        .assert_unchanged();
    edit(&workspace, "edit loyal", "exit 3")
        .run()
        .exits(6)
        .says(&["ended with 3"])
        .assert_unchanged();
    let script = "sed -i 's/30/40/' \"$draft\"; exit 1";
    let ran = edit(&workspace, "edit loyal", script).run().exits(6);
    assert!(kept(&ran).contains("target = 40"));
    assert_eq!(ran.written().len(), 1);
    let script = "rm \"$draft\"";
    let ran = edit(&workspace, "edit kpis/nps", script).run();
    let ran = ran.exits(6).says(&["the editor removed the draft"]);
    assert!(ran.written().is_empty());
}

#[test]
fn a_file_that_changed_meanwhile_stays_as_it_became() {
    let workspace = workspace();
    let file = workspace.path(GOAL);
    let script = format!(
        "echo '# theirs' >> '{}'; echo '# mine' >> \"$draft\"",
        file.display()
    );
    let ran = edit(&workspace, "edit loyal", &script)
        .run()
        .exits(5)
        .says(&["changed while it was being edited"]);
    assert!(kept(&ran).ends_with("# mine\n"));
    assert!(workspace.read(GOAL).ends_with("# theirs\n"));
}

#[test]
fn a_file_that_could_not_be_read_again_is_not_written() {
    let workspace = workspace();
    let ran = edit(
        &workspace,
        "edit loyal",
        "yes '# x' | head -c 4200000 >> \"$draft\"",
    )
    .run();
    let ran = ran.exits(4).says(&["this file is over 4 MiB"]);
    assert!(kept(&ran).len() > 4_200_000);
    let comment = "#".repeat(4 * 1024 * 1024 - 400);
    let full = format!("{comment}\n{}", workspace.read(GOAL));
    workspace.write(GOAL, &full);
    let title = "x".repeat(1000);
    let goal = workspace.okr("amend care/loyal.calls --title").arg(&title);
    goal.run().exits(2).says(&["over 4 MiB"]).assert_unchanged();
}

#[test]
fn a_closed_cycle_opens_no_editor() {
    let workspace = workspace().file("2026-Q3/closed.toml", "on = 2026-07-10\n\n[scores]\n");
    edit(&workspace, "edit loyal", "echo x >> \"$draft\"")
        .run()
        .exits(5)
        .says(&["was closed on 2026-07-10"])
        .assert_unchanged();
    assert!(!workspace.path("../editor.log").exists());
}

#[test]
fn mode_line_ends_and_links() {
    let workspace = workspace();
    let text = workspace.read(GOAL).replace('\n', "\r\n");
    workspace.write(GOAL, format!("\u{feff}{text}"));
    let mode = std::fs::Permissions::from_mode(0o660);
    std::fs::set_permissions(workspace.path(GOAL), mode).unwrap();
    edit(&workspace, "edit loyal.nps", "sed -i 's/30/40/' \"$draft\"")
        .run()
        .exits(0);
    assert_eq!(
        workspace.read(GOAL),
        format!("\u{feff}{}", text.replace("30", "40"))
    );
    let mode = std::fs::metadata(workspace.path(GOAL))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o660);
    std::fs::rename(
        workspace.path("kpis/nps.toml"),
        workspace.path("../nps.toml"),
    )
    .unwrap();
    std::os::unix::fs::symlink("../../nps.toml", workspace.path("kpis/nps.toml")).unwrap();
    edit(&workspace, "edit kpis/nps", "echo '# x' >> \"$draft\"")
        .run()
        .exits(4)
        .assert_unchanged();
}

/// The program in a terminal of its own.
fn terminal(call: &Call<'_>) -> PtySession {
    let mut command = call.command();
    command.env("TERM", "dumb").env("NO_COLOR", "1");
    let options = Options::new()
        .timeout_ms(Some(20_000))
        .strip_ansi_escape_codes(true);
    spawn_with_options(command, options).unwrap()
}

fn exit_code(session: &PtySession) -> i32 {
    // Its type cannot be named from here: `Exited(Pid(7), 0)`.
    let status = format!("{:?}", session.process().wait().unwrap());
    let code = status
        .strip_prefix("Exited(")
        .and_then(|s| s.rsplit_once(", "));
    let code = code.and_then(|(_, code)| code.trim_end_matches(')').parse().ok());
    code.unwrap_or_else(|| panic!("{status}"))
}

const QUESTION: &str = "e edit again, d discard, k keep the draft? ";
/// Breaks the file the first time and mends it the second.
const TWICE: &str = "if grep -q wieght \"$draft\"; then sed -i 's/wieght/weight/' \"$draft\"; \
                     else sed -i 's/^owner/wieght = 2\\nowner/' \"$draft\"; fi";

#[test]
fn an_invalid_draft_may_be_edited_again() {
    let workspace = workspace();
    let mut session = terminal(&edit(&workspace, "edit loyal", TWICE));
    session.exp_string("2026-Q3/care/loyal.toml:3:1").unwrap();
    session.exp_string("^^^^^^").unwrap();
    session.exp_string(QUESTION).unwrap();
    session.send_line("what?").unwrap();
    session.exp_string(QUESTION).unwrap();
    session.send_line("e").unwrap();
    session.exp_string("care/loyal  edited").unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit_code(&session), 0);
    assert!(workspace.read(GOAL).contains("weight = 2\nowner"));
    assert!(drafts(&workspace.tree()).is_empty());
}

#[test]
fn an_invalid_draft_may_be_discarded_or_kept() {
    for (answer, code, left) in [("d", 0, 0), ("k", 4, 1)] {
        let workspace = workspace();
        let before = workspace.read(GOAL);
        let mut session = terminal(&edit(&workspace, "edit loyal", TWICE));
        session.exp_string(QUESTION).unwrap();
        session.send_line(answer).unwrap();
        let said = session.exp_eof().unwrap();
        assert_eq!(exit_code(&session), code, "{said}");
        assert_eq!(workspace.read(GOAL), before);
        let drafts = drafts(&workspace.tree());
        assert_eq!(drafts.len(), left, "{said}");
        assert!(
            drafts
                .iter()
                .all(|(path, _)| said.replace("\r\n", "").contains(path.as_str())),
            "{said}"
        );
    }
}

#[test]
fn ctrl_c_and_the_end_of_input_at_the_question_keep_the_draft() {
    for control in ['c', 'd'] {
        let workspace = workspace();
        let before = workspace.read(GOAL);
        let mut session = terminal(&edit(&workspace, "edit loyal", TWICE));
        session.exp_string(QUESTION).unwrap();
        session.send_control(control).unwrap();
        session.exp_eof().unwrap();
        session.process().wait().unwrap();
        assert_eq!(workspace.read(GOAL), before);
        assert_eq!(drafts(&workspace.tree()).len(), 1);
    }
}

#[test]
fn ctrl_c_in_the_editor_and_a_lost_terminal_keep_the_draft() {
    for hang_up in [false, true] {
        let workspace = workspace();
        let before = workspace.read(GOAL);
        let script = "sed -i 's/30/40/' \"$draft\"; echo waiting; sleep 20";
        let mut session = terminal(&edit(&workspace, "edit loyal", script));
        session.exp_string("waiting").unwrap();
        if hang_up {
            drop(session);
        } else {
            session.send_control('c').unwrap();
            let said = session.exp_eof().unwrap();
            assert!(
                said.contains("the editor") && said.contains("was stopped"),
                "{said}"
            );
            assert_eq!(exit_code(&session), 6);
        }
        assert_eq!(workspace.read(GOAL), before);
        let drafts = drafts(&workspace.tree());
        assert_eq!(drafts.len(), 1);
        assert!(drafts[0].1.contains("target = 40"));
    }
}

#[test]
fn commit_takes_the_file_alone() {
    let workspace = workspace();
    let git = |words: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.current_dir(workspace.root()).args(words);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null");
        let output = git.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "--quiet"]);
    let mut call = edit(
        &workspace,
        "edit kpis/nps --commit",
        "echo '# x' >> \"$draft\"",
    );
    for who in ["AUTHOR", "COMMITTER"] {
        call = call.env(&format!("GIT_{who}_NAME"), "somebody");
        call = call.env(&format!("GIT_{who}_EMAIL"), "somebody@example.com");
    }
    call.run().exits(0);
    assert_eq!(
        git(&["log", "--format=%s", "--name-only"]),
        "Edit kpis/nps\n\nkpis/nps.toml\n"
    );
}
