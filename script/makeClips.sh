#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the three clips that `npm start` publishes when it is given no --media. Needs ffmpeg (apt-get install ffmpeg).
# Their output is committed, so that nobody else needs it.
set -euo pipefail
cd "$(dirname "$0")/../agents/devnet/clips"

# clip NAME SECONDS KBIT/S VIDEO-SOURCE AUDIO-SOURCE
clip() {
  ffmpeg -hide_banner -loglevel error -y \
    -f lavfi -i "$4" -f lavfi -i "$5" -t "$2" \
    -c:v libx264 -preset slow -profile:v high -pix_fmt yuv420p -b:v "$3k" -maxrate "$3k" -bufsize "$((2 * $3))k" -g 48 \
    -c:a aac -b:a 48k -movflags +faststart -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
    "$1.mp4"
}

clip rivers 6 700 "mandelbrot=size=640x360:rate=24:start_scale=2:end_scale=0.02:end_pts=144" "sine=frequency=110"
clip colony 5 900 "life=size=320x180:mold=10:rate=24:ratio=0.12:seed=7:death_color=#203040:life_color=#ffd070,scale=640:360:flags=neighbor" "sine=frequency=220"
clip dunes 4 800 "gradients=size=640x360:rate=24:c0=#e8b060:c1=#402010:c2=#80a0c0:nb_colors=3:seed=11:speed=0.02,noise=alls=6:allf=t" "anoisesrc=color=pink:amplitude=0.1:seed=3"
ls -l ./*.mp4
