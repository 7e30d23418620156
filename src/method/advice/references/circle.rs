//! Ways that lead back to where they began.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// The circles of a graph, each once and from its smallest member on. Of circles that share a way
/// those are found that a walk in order of the members closes: none is left when all of them are
/// broken.
pub(super) fn circles<K: Ord + Copy>(edges: &BTreeMap<K, Vec<K>>) -> BTreeSet<Vec<K>> {
    let mut found = BTreeSet::new();
    let mut done = BTreeSet::new();
    for &start in edges.keys() {
        if done.contains(&start) {
            continue;
        }
        // The way so far with the next edge to follow from each member, and where on it each is.
        let mut way = vec![(start, 0)];
        let mut position = BTreeMap::from([(start, 0)]);
        while let Some((node, next)) = way.last_mut() {
            let Some(&to) = edges.get(node).and_then(|out| out.get(*next)) else {
                position.remove(node);
                done.insert(*node);
                way.pop();
                continue;
            };
            *next += 1;
            if let Some(&at) = position.get(&to) {
                found.insert(from_smallest(
                    way[at..].iter().map(|(node, _)| *node).collect(),
                ));
            } else if !done.contains(&to) {
                position.insert(to, way.len());
                way.push((to, 0));
            }
        }
    }
    found
}

fn from_smallest<K: Ord>(mut circle: Vec<K>) -> Vec<K> {
    let smallest = (0..circle.len()).min_by(|&a, &b| circle[a].cmp(&circle[b]));
    circle.rotate_left(smallest.unwrap_or(0));
    circle
}

/// `a -> b -> a`.
pub(super) fn chain<T: Display>(circle: &[T]) -> String {
    let closed = circle.iter().chain(circle.first());
    let members: Vec<String> = closed.map(ToString::to_string).collect();
    members.join(" -> ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(edges: &[(u8, &[u8])]) -> Vec<Vec<u8>> {
        let edges = edges.iter().map(|(from, to)| (*from, to.to_vec()));
        circles(&edges.collect()).into_iter().collect()
    }

    #[test]
    fn each_circle_once_from_its_smallest_member_on() {
        assert_eq!(found(&[(3, &[1]), (1, &[2]), (2, &[3])]), [[1, 2, 3]]);
        assert_eq!(found(&[(0, &[2]), (2, &[1]), (1, &[2])]), [[1, 2]]);
        assert_eq!(found(&[(1, &[1, 2]), (2, &[1])]), [vec![1], vec![1, 2]]);
        assert!(found(&[(1, &[2, 3]), (2, &[4]), (3, &[4])]).is_empty());
    }

    #[test]
    fn a_long_way_is_walked_without_recursion() {
        let edges: BTreeMap<u32, Vec<u32>> = (0..100_000).map(|n| (n, vec![n + 1])).collect();
        assert!(circles(&edges).is_empty());
    }
}
