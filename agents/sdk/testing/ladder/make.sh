#!/bin/sh
# Makes the clips beside this file: 16 s in three sizes, as fragments of 2 s that begin with a key frame, all at the same times.
set -e
cd "$(dirname "$0")"
for size in 128x72 256x144 512x288; do
  ffmpeg -y -v error -f lavfi -i "testsrc2=size=$size:rate=24" -f lavfi -i "sine=frequency=440:sample_rate=48000" -t 16 \
    -c:v libx264 -profile:v high -preset veryslow -crf 40 -g 48 -keyint_min 48 -sc_threshold 0 -pix_fmt yuv420p \
    -c:a aac -b:a 32k -ac 1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -map_metadata -1 \
    -movflags +frag_keyframe+empty_moov+default_base_moof+cmaf -f mp4 "${size#*x}p.mp4"
done
