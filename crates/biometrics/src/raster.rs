//! Grey images, and the float planes the extractor computes on.

use thiserror::Error;

/// An 8-bit grey image, row by row, black is 0; in fingerprints ridges are dark.
#[derive(Clone, PartialEq, Eq)]
pub struct GreyImage {
    width: usize,
    height: usize,
    ppi: u16,
    pixels: Vec<u8>,
}

impl std::fmt::Debug for GreyImage {
    /// The size only: pixels are personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GreyImage({} x {} at {} ppi)", self.width, self.height, self.ppi)
    }
}

/// Why pixels do not make an image.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RasterError {
    /// Width times height is not the number of pixels, or one of them is zero.
    #[error("{pixels} pixels do not make an image of {width} x {height}")]
    Shape {
        /// Columns that were stated.
        width: usize,
        /// Rows that were stated.
        height: usize,
        /// Bytes that were given.
        pixels: usize,
    },
}

impl GreyImage {
    /// Takes over row-major pixels; `ppi` is the sampling rate in pixels per inch (0 is read as 500).
    pub fn new(width: usize, height: usize, ppi: u16, pixels: Vec<u8>) -> Result<Self, RasterError> {
        if width == 0 || height == 0 || width.checked_mul(height) != Some(pixels.len()) {
            return Err(RasterError::Shape { width, height, pixels: pixels.len() });
        }
        Ok(Self { width, height, ppi: if ppi == 0 { 500 } else { ppi }, pixels })
    }

    /// Columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Sampling rate in pixels per inch.
    pub fn ppi(&self) -> u16 {
        self.ppi
    }

    /// The same pixels, stated to be sampled at another rate (records carry the rate outside the image).
    pub fn with_ppi(mut self, ppi: u16) -> Self {
        if ppi != 0 {
            self.ppi = ppi;
        }
        self
    }

    /// All pixels, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The part from column `x`, row `y`, of the given size, cut at the image's edge; `None` when nothing is left.
    pub fn crop(&self, x: usize, y: usize, width: usize, height: usize) -> Option<Self> {
        let right = (x + width).min(self.width);
        let bottom = (y + height).min(self.height);
        if x >= right || y >= bottom {
            return None;
        }
        let pixels = (y..bottom).flat_map(|row| &self.pixels[row * self.width + x..row * self.width + right]);
        Some(Self { width: right - x, height: bottom - y, ppi: self.ppi, pixels: pixels.copied().collect() })
    }

    /// The image at 500 pixels per inch, to which every length of the extractor refers; unchanged within 2 %.
    pub(crate) fn at_500_ppi(&self) -> Plane {
        let scale = f32::from(self.ppi) / 500.0;
        let source =
            Plane { width: self.width, height: self.height, data: self.pixels.iter().map(|&p| f32::from(p)).collect() };
        if (scale - 1.0).abs() < 0.02 {
            return source;
        }
        // A finer image is averaged first, otherwise sampling it more coarsely would fold ridges over.
        let source = if scale > 1.4 { source.box_blur((scale / 2.0) as usize) } else { source };
        let width = ((self.width as f32 / scale).round() as usize).max(1);
        let height = ((self.height as f32 / scale).round() as usize).max(1);
        let mut data = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                data.push(source.sample((x as f32 + 0.5) * scale - 0.5, (y as f32 + 0.5) * scale - 0.5));
            }
        }
        Plane { width, height, data }
    }
}

/// A plane of floats of the size of the image.
#[derive(Clone)]
pub(crate) struct Plane {
    pub width: usize,
    pub height: usize,
    pub data: Vec<f32>,
}

impl Plane {
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, data: vec![0.0; width * height] }
    }

    pub fn at(&self, x: usize, y: usize) -> f32 {
        self.data[y * self.width + x]
    }

    /// Bilinear sample; outside the plane the nearest edge counts.
    pub fn sample(&self, x: f32, y: f32) -> f32 {
        let x = x.clamp(0.0, (self.width - 1) as f32);
        let y = y.clamp(0.0, (self.height - 1) as f32);
        let (x0, y0) = (x as usize, y as usize);
        let (x1, y1) = ((x0 + 1).min(self.width - 1), (y0 + 1).min(self.height - 1));
        let (fx, fy) = (x - x0 as f32, y - y0 as f32);
        let top = self.at(x0, y0) * (1.0 - fx) + self.at(x1, y0) * fx;
        let bottom = self.at(x0, y1) * (1.0 - fx) + self.at(x1, y1) * fx;
        top * (1.0 - fy) + bottom * fy
    }

    pub fn map2(&self, other: &Plane, f: impl Fn(f32, f32) -> f32) -> Plane {
        let data = self.data.iter().zip(&other.data).map(|(&a, &b)| f(a, b)).collect();
        Plane { width: self.width, height: self.height, data }
    }

    pub fn map(&self, f: impl Fn(f32) -> f32) -> Plane {
        Plane { width: self.width, height: self.height, data: self.data.iter().map(|&a| f(a)).collect() }
    }

    /// Mean over the square of side `2 radius + 1`; at the edge over what is left of it.
    pub fn box_blur(&self, radius: usize) -> Plane {
        if radius == 0 {
            return self.clone();
        }
        let (w, h) = (self.width, self.height);
        let mut across = vec![0.0f32; w * h];
        for (from, to) in self.data.chunks_exact(w).zip(across.chunks_exact_mut(w)) {
            let mut sum: f64 = from[..radius.min(w)].iter().map(|&v| f64::from(v)).sum();
            let mut count = radius.min(w);
            for x in 0..w {
                if x + radius < w {
                    sum += f64::from(from[x + radius]);
                    count += 1;
                }
                if x > radius {
                    sum -= f64::from(from[x - radius - 1]);
                    count -= 1;
                }
                to[x] = (sum / count as f64) as f32;
            }
        }
        let mut out = vec![0.0f32; w * h];
        let mut sums = vec![0.0f64; w];
        let mut count = radius.min(h);
        for row in across.chunks_exact(w).take(count) {
            sums.iter_mut().zip(row).for_each(|(s, &v)| *s += f64::from(v));
        }
        for y in 0..h {
            if y + radius < h {
                let row = &across[(y + radius) * w..][..w];
                sums.iter_mut().zip(row).for_each(|(s, &v)| *s += f64::from(v));
                count += 1;
            }
            if y > radius {
                let row = &across[(y - radius - 1) * w..][..w];
                sums.iter_mut().zip(row).for_each(|(s, &v)| *s -= f64::from(v));
                count -= 1;
            }
            let scale = 1.0 / count as f64;
            out[y * w..][..w].iter_mut().zip(&sums).for_each(|(o, &s)| *o = (s * scale) as f32);
        }
        Plane { width: w, height: h, data: out }
    }

    /// Three box blurs, which is close to a Gaussian of standard deviation `radius + 0.5`.
    pub fn smooth(&self, radius: usize) -> Plane {
        self.box_blur(radius).box_blur(radius).box_blur(radius)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_must_fit_the_pixels() {
        assert!(GreyImage::new(3, 2, 500, vec![0; 6]).is_ok());
        assert!(GreyImage::new(3, 2, 500, vec![0; 5]).is_err());
        assert!(GreyImage::new(0, 2, 500, vec![]).is_err());
        assert!(GreyImage::new(usize::MAX, 2, 500, vec![0; 5]).is_err());
    }

    #[test]
    fn blur_keeps_a_constant_and_the_mean_of_a_window() {
        let flat = Plane { width: 9, height: 7, data: vec![3.0; 63] };
        assert!(flat.smooth(4).data.iter().all(|v| (v - 3.0).abs() < 1e-5));
        let mut dot = Plane::new(9, 9);
        dot.data[4 * 9 + 4] = 9.0;
        let blurred = dot.box_blur(1);
        assert!((blurred.at(3, 5) - 1.0).abs() < 1e-6);
        assert!(blurred.at(2, 4).abs() < 1e-6);
    }

    #[test]
    fn crop_is_cut_at_the_edge() {
        let image = GreyImage::new(4, 3, 500, (0..12).collect()).expect("4 x 3");
        let part = image.crop(2, 1, 10, 1).expect("inside");
        assert_eq!((part.width(), part.height(), part.pixels()), (2, 1, &[6u8, 7][..]));
        assert!(image.crop(4, 0, 1, 1).is_none());
    }
}
