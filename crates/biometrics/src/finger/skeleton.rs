//! Ridges thinned to lines of one pixel, cleaned of what noise and thinning leave behind.

/// A binary image of ridge lines.
pub(crate) struct Skeleton {
    pub width: usize,
    pub on: Vec<bool>,
}

/// The eight neighbours in order around the pixel, starting at the right, anticlockwise on the screen.
const AROUND: [(isize, isize); 8] = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)];

/// A line followed away from a pixel.
pub(crate) struct Trace {
    /// Pixels after the start, in order.
    pub path: Vec<usize>,
    /// Whether it stopped at a fork or at the end of the line (not at the length asked for).
    pub stopped: Stop,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stop {
    Length,
    End,
    Fork,
}

impl Skeleton {
    /// Thins ridge pixels by Zhang and Suen's two sub-iterations until nothing changes, then removes the corners of steps.
    pub fn thin(width: usize, height: usize, mut on: Vec<bool>) -> Self {
        // The outermost frame stays empty, so that neighbours always exist.
        for x in 0..width {
            on[x] = false;
            on[(height - 1) * width + x] = false;
        }
        for y in 0..height {
            on[y * width] = false;
            on[y * width + width - 1] = false;
        }
        let mut this = Self { width, on };
        let tables = [removable(false), removable(true)];
        let mut alive: Vec<usize> = (0..width * height).filter(|&i| this.on[i]).collect();
        let mut gone = Vec::new();
        loop {
            let before = alive.len();
            for table in &tables {
                gone.clear();
                alive.retain(|&i| {
                    let remove = table[usize::from(this.neighbours(i))];
                    if remove {
                        gone.push(i);
                    }
                    !remove
                });
                gone.iter().for_each(|&i| this.on[i] = false);
            }
            if alive.len() == before {
                break;
            }
        }
        for i in alive {
            if is_step(this.neighbours(i)) {
                this.on[i] = false;
            }
        }
        this
    }

    /// One bit per neighbour, bit 0 at the right, anticlockwise.
    pub fn neighbours(&self, i: usize) -> u8 {
        AROUND.iter().enumerate().fold(0, |bits, (n, &(dx, dy))| {
            bits | u8::from(self.on[i.wrapping_add_signed(dy * self.width as isize + dx)]) << n
        })
    }

    /// Half the number of changes around the pixel: 1 at an end, 2 on a line, 3 at a fork.
    pub fn crossings(&self, i: usize) -> u32 {
        crossings(self.neighbours(i))
    }

    fn next_pixels(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        AROUND.iter().map(move |&(dx, dy)| i.wrapping_add_signed(dy * self.width as isize + dx)).filter(|&j| self.on[j])
    }

    /// The first pixels of the lines that leave a pixel, one for each run of neighbours.
    pub fn branches(&self, i: usize) -> Vec<usize> {
        let bits = self.neighbours(i);
        let step = |n: usize| i.wrapping_add_signed(AROUND[n].1 * self.width as isize + AROUND[n].0);
        let set = |n: usize| bits >> (n % 8) & 1 == 1;
        let mut firsts = Vec::new();
        for n in 0..8 {
            if set(n) && !set(n + 7) {
                // Of a run of touching neighbours the straight one (even index) is the line.
                let mut run = vec![n];
                while run.len() < 8 && set(run[0] + run.len()) {
                    run.push((n + run.len()) % 8);
                }
                let best = run.iter().copied().find(|m| m % 2 == 0).unwrap_or(n);
                firsts.push(step(best));
            }
        }
        firsts
    }

    /// Follows the line that leaves `from` through `first`, at most `length` pixels.
    pub fn trace(&self, from: usize, first: usize, length: usize) -> Trace {
        let mut path = vec![first];
        let (mut before, mut here) = (from, first);
        while path.len() < length {
            if self.crossings(here) >= 3 {
                return Trace { path, stopped: Stop::Fork };
            }
            let next = self
                .next_pixels(here)
                .filter(|&j| j != before && !self.touch(j, before) && !path.contains(&j))
                .min_by_key(|&j| self.is_diagonal(here, j));
            let Some(next) = next else {
                let end = self.crossings(here) <= 1;
                return Trace { path, stopped: if end { Stop::End } else { Stop::Fork } };
            };
            path.push(next);
            (before, here) = (here, next);
        }
        let stopped = match self.crossings(here) {
            0 | 1 => Stop::End,
            2 => Stop::Length,
            _ => Stop::Fork,
        };
        Trace { path, stopped }
    }

    fn is_diagonal(&self, a: usize, b: usize) -> bool {
        a % self.width != b % self.width && a / self.width != b / self.width
    }

    fn touch(&self, a: usize, b: usize) -> bool {
        (a % self.width).abs_diff(b % self.width) <= 1 && (a / self.width).abs_diff(b / self.width) <= 1
    }

    /// Removes side branches shorter than `spur` and loose pieces shorter than `piece`.
    pub fn prune(&mut self, spur: usize, piece: usize) {
        let ends: Vec<usize> = (0..self.on.len()).filter(|&i| self.on[i] && self.crossings(i) == 1).collect();
        let mut forks = Vec::new();
        for i in ends {
            if !self.on[i] || self.crossings(i) != 1 {
                continue;
            }
            let Some(&first) = self.branches(i).first() else { continue };
            let trace = self.trace(i, first, piece.max(spur));
            match trace.stopped {
                Stop::Fork if trace.path.len() < spur => {
                    self.on[i] = false;
                    let (fork, line) = trace.path.split_last().expect("a trace has its first pixel");
                    line.iter().for_each(|&j| self.on[j] = false);
                    forks.push(*fork);
                }
                Stop::End if trace.path.len() + 1 < piece => {
                    self.on[i] = false;
                    trace.path.iter().for_each(|&j| self.on[j] = false);
                }
                _ => {}
            }
        }
        for i in 0..self.on.len() {
            if self.on[i] && self.neighbours(i) == 0 {
                self.on[i] = false;
            }
        }
        // Where a branch came off, a corner may be left that counts as a fork or a step.
        for fork in forks {
            for i in self.next_pixels(fork).chain([fork]).collect::<Vec<_>>() {
                if self.on[i] && is_step(self.neighbours(i)) {
                    self.on[i] = false;
                }
            }
        }
    }

    /// Draws a straight line between two pixels.
    pub fn connect(&mut self, a: usize, b: usize) {
        let (x0, y0) = ((a % self.width) as f32, (a / self.width) as f32);
        let (x1, y1) = ((b % self.width) as f32, (b / self.width) as f32);
        let steps = (x1 - x0).abs().max((y1 - y0).abs());
        for s in 0..=steps as usize {
            let t = s as f32 / steps.max(1.0);
            let (x, y) = ((x0 + t * (x1 - x0)).round() as usize, (y0 + t * (y1 - y0)).round() as usize);
            self.on[y * self.width + x] = true;
        }
    }
}

fn crossings(bits: u8) -> u32 {
    (bits ^ bits.rotate_left(1)).count_ones() / 2
}

/// Zhang and Suen's condition for each of the 256 neighbourhoods.
fn removable(second: bool) -> [bool; 256] {
    std::array::from_fn(|n| {
        let bits = n as u8;
        let count = bits.count_ones();
        let at = |i: u8| bits >> i & 1 == 1;
        let (east, north, west, south) = (at(0), at(2), at(4), at(6));
        let sides = if second { !(north && west && (east || south)) } else { !(east && south && (north || west)) };
        (2..=6).contains(&count) && crossings(bits) == 1 && sides
    })
}

/// The corner of a staircase: two straight neighbours at a right angle, and removing it disconnects nothing.
fn is_step(bits: u8) -> bool {
    let at = |i: u8| bits >> (i % 8) & 1 == 1;
    (0..8).step_by(2).any(|i| at(i) && at(i + 2) && !at(i + 4) && !at(i + 5) && !at(i + 6))
        && crossings_without_corners(bits) == 1
}

/// Number of separate runs when diagonal contact counts as contact.
fn crossings_without_corners(bits: u8) -> u32 {
    // A straight neighbour joins the two diagonals beside it.
    let mut runs = 0;
    let at = |i: u8| bits >> (i % 8) & 1 == 1;
    for i in (0..8).step_by(2) {
        if !at(i) && (at(i + 1) || at(i + 2)) {
            runs += 1;
        }
    }
    runs
}
