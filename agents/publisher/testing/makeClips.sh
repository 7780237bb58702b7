#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the clips that measureMedia.test.ts measures. The clips are committed; run this again only to change them (ffmpeg 4 to 7).
set -eu
cd "$(dirname "$0")/clips"

# sound <seconds> <ffmpeg arguments>; picture likewise
sound() { ff -i "sine=frequency=440:sample_rate=8000:duration=$1" "$@"; }
picture() { ff -i "color=c=navy:size=16x16:rate=1:duration=$1" "$@"; }
ff() { input=$2; shift 3; ffmpeg -hide_banner -loglevel error -y -f lavfi -i "$input" -fflags +bitexact "$@"; }

picture 30 -c:v libvpx -b:v 1k whole.webm
picture 30 -c:v libvpx -b:v 1k -f webm - > streamed.webm # a stream states no duration
picture 30 -c:v libvpx -b:v 1k -output_ts_offset 100 late.webm # begins at second 100
picture 30 -c:v libx264 whole.mp4
picture 30 -c:v libx264 -movflags +frag_keyframe+empty_moov+default_base_moof fragmented.mp4
picture 4 -c:v libx264 -output_ts_offset 40000 -f mpegts late.mpegts
sound 3 -c:a libmp3lame -b:a 8k whole.mp3
sound 3 -c:a libmp3lame -b:a 8k -write_xing 0 headless.mp3 # without a table of its own
sound 3 -c:a libopus -b:a 6k whole.ogg
sound 3 -c:a aac -b:a 8k whole.m4a
