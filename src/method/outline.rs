//! The objectives that a page shows, in the order of the tree that they are taken out of.

use super::states::ObjectiveState;
use super::tree::{Node, Tree};

/// An objective in an outline.
#[derive(Debug, Clone, Copy)]
pub struct Outlined<'a, 'w> {
    /// The objective.
    pub node: &'a Node<'w>,
    /// How many of the objectives above it are in the outline.
    pub depth: usize,
}

impl<'w> Tree<'w> {
    /// The objectives that are to be kept, each below the nearest one above it that is. At the top the
    /// company's own come first, then team by team.
    pub fn outline(&self, keep: impl Fn(&ObjectiveState<'w>) -> bool) -> Vec<Outlined<'_, 'w>> {
        let mut groups: Vec<Vec<Outlined<'_, 'w>>> = Vec::new();
        // The depths in the tree of the kept ones above.
        let mut above: Vec<usize> = Vec::new();
        for node in &self.nodes {
            above.retain(|&depth| depth < node.depth);
            if !keep(&node.state) {
                continue;
            }
            let depth = above.len();
            above.push(node.depth);
            let outlined = Outlined { node, depth };
            match groups.last_mut().filter(|_| depth > 0) {
                Some(group) => group.push(outlined),
                None => groups.push(vec![outlined]),
            }
        }
        groups.sort_by_key(|group| group[0].node.state.objective.id.objective.team());
        groups.into_iter().flatten().collect()
    }
}
