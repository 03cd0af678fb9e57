"""Makes the pictures beside it: python make.py, with Pillow installed.

Each shows the same 32×24: red top left, green top right, blue bottom left, white bottom right, in another way of writing it down.
"""

import io
import pathlib
import struct
import zlib

from PIL import Image, ImageCms

HERE = pathlib.Path(__file__).parent
W, H = 32, 24
COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]


def corner(x, y):
    return COLOURS[(x >= W // 2) + 2 * (y >= H // 2)]


PICTURE = Image.new("RGB", (W, H))
PICTURE.putdata([corner(x, y) for y in range(H) for x in range(W)])
CLEAR = PICTURE.convert("RGBA")
CLEAR.putdata([(*corner(x, y), 0) if x >= W // 2 and y >= H // 2 else (*corner(x, y), 255) for y in range(H) for x in range(W)])
GREY = Image.new("L", (W, H))
GREY.putdata([0 if x < W // 2 else 255 for y in range(H) for x in range(W)])


def save(name, image=PICTURE, **options):
    image.save(HERE / name, **options)


def swapped_profile():
    """sRGB with red and green exchanged: whoever heeds it shows the other colour."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    entries = {bytes(data[i : i + 4]): i for i in range(132, 132 + 12 * struct.unpack(">I", data[128:132])[0], 12)}
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = data[green + 4 : green + 12], data[red + 4 : red + 12]
    return bytes(data)


def png16(name, bands):
    """Sixteen bits a sample, which Pillow does not write in colour."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"".join(struct.pack(f">{len(v)}H", *v) for v in ([c * 257 for c in bands(x, y)] for x in range(W))) for y in range(H))
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[len(bands(0, 0))]
    head = struct.pack(">IIBBBBB", W, H, 16, kind, 0, 0, 0)
    (HERE / name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def bmp(name, depth, rows, *, compression=0, palette=b"", masks=b"", size=40, height=H):
    header = struct.pack("<IiiHHIIiiII", size, W, height, 1, depth, compression, len(rows), 2835, 2835, len(palette) // 4, 0)
    if size == 12:
        header = struct.pack("<IHHHH", 12, W, H, 1, depth)
    elif size > 40:
        header += masks + bytes(size - 40 - len(masks))
        masks = b""
    start = 14 + len(header) + len(masks) + len(palette)
    (HERE / name).write_bytes(b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + header + masks + palette + rows)


def bitmaps():
    index = lambda x, y: (x >= W // 2) + 2 * (y >= H // 2)
    palette = b"".join(bytes((b, g, r, 0)) for r, g, b in COLOURS)
    upward = range(H - 1, -1, -1)

    def packed(depth):
        out = b""
        for y in upward:
            bits = "".join(format(index(x, y) & (2**depth - 1), f"0{depth}b") for x in range(W))
            row = int(bits, 2).to_bytes(W * depth // 8, "big")
            out += row + bytes(-len(row) % 4)
        return out

    bmp("bmp-8.bmp", 8, packed(8), palette=palette)
    bmp("bmp-4.bmp", 4, packed(4), palette=palette)
    bmp("bmp-1.bmp", 1, b"".join(bytes((0, 0, 0xFF, 0xFF)) for _ in upward), palette=bytes((0, 0, 255, 0, 0, 255, 0, 0)))
    bmp("bmp-core.bmp", 8, packed(8), size=12, palette=b"".join(bytes((b, g, r)) for r, g, b in COLOURS) + bytes(252 * 3))
    rgb = lambda rows: b"".join(bytes(c for x in range(W) for c in reversed(corner(x, y))) for y in rows)
    bmp("bmp-24.bmp", 24, rgb(upward))
    bmp("bmp-24-top-down.bmp", 24, rgb(range(H)), height=-H)
    wide = lambda alpha: b"".join(bytes(c for x in range(W) for c in (*reversed(corner(x, y)), alpha)) for y in upward)
    bmp("bmp-32.bmp", 32, wide(0))
    masks = struct.pack("<4I", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    bmp("bmp-32-v4.bmp", 32, wide(255), compression=3, masks=masks, size=108)
    bmp("bmp-32-v5-empty-alpha.bmp", 32, wide(0), compression=3, masks=masks, size=124)
    small = lambda r, g, b, shift: struct.pack("<H", (r >> 3) << (10 + shift) | ((g >> 2) << 5 if shift else (g >> 3) << 5) | b >> 3)
    rows16 = lambda shift: b"".join(small(*corner(x, y), shift) for y in upward for x in range(W))
    bmp("bmp-16-555.bmp", 16, rows16(0))
    bmp("bmp-16-565.bmp", 16, rows16(1), compression=3, masks=struct.pack("<3I", 0xF800, 0x7E0, 0x1F))
    half = W // 2
    runs8 = b"".join(bytes((half, index(0, y), half, index(W - 1, y), 0, 0)) for y in upward) + b"\0\1"
    bmp("bmp-rle8.bmp", 8, runs8, compression=1, palette=palette)
    literal = b"".join(bytes((0, W)) + bytes(index(x, y) for x in range(W)) + b"\0\0" for y in upward) + b"\0\1"
    bmp("bmp-rle8-literal.bmp", 8, literal, compression=1, palette=palette)
    runs4 = b"".join(bytes((half, index(0, y) * 17, half, index(W - 1, y) * 17, 0, 0)) for y in upward) + b"\0\1"
    bmp("bmp-rle4.bmp", 4, runs4, compression=2, palette=palette)


def turned(orientation):
    """Stored so that the orientation in its EXIF turns it upright."""
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270, 2: Image.Transpose.FLIP_LEFT_RIGHT}
    exif = Image.Exif()
    exif[0x0112] = orientation
    return PICTURE.transpose(back[orientation]), exif.tobytes()


def main():
    best = {"quality": 100, "subsampling": 0}
    save("jpeg.jpg", **best)
    save("jpeg-progressive.jpg", progressive=True, **best)
    save("jpeg-grey.jpg", GREY, quality=100)
    save("jpeg-cmyk.jpg", PICTURE.convert("CMYK"), **best)
    save("jpeg-profile.jpg", icc_profile=swapped_profile(), **best)
    for orientation in (2, 3, 6, 8):
        image, exif = turned(orientation)
        save(f"jpeg-orientation-{orientation}.jpg", image, exif=exif, **best)
    save("png.png")
    save("png-interlaced.png")
    save("png-palette.png", PICTURE.quantize(4))
    save("png-grey.png", GREY)
    save("png-1.png", GREY.convert("1"))
    save("png-clear.png", CLEAR)
    save("png-profile.png", icc_profile=swapped_profile())
    png16("png-16.png", corner)
    png16("png-16-clear.png", lambda x, y: (*corner(x, y), CLEAR.getpixel((x, y))[3]))
    png16("png-16-grey.png", lambda x, y: (GREY.getpixel((x, y)),))
    save("webp.webp", quality=100)
    save("webp-lossless.webp", lossless=True)
    save("webp-clear.webp", CLEAR, lossless=True, exact=True)
    other = Image.new("RGB", (W, H), (9, 9, 9))
    save("webp-animated.webp", save_all=True, append_images=[other], lossless=True)
    save("gif.gif", PICTURE.quantize(4))
    save("gif-animated.gif", PICTURE.quantize(4), save_all=True, append_images=[other.quantize(4)])
    save("tiff.tiff")
    save("tiff-deflate.tiff", compression="tiff_adobe_deflate")
    save("tiff-lzw.tiff", compression="tiff_lzw")
    save("tiff-palette.tiff", PICTURE.quantize(4))
    save("tiff-cmyk.tiff", PICTURE.convert("CMYK"))
    save("tiff-clear.tiff", CLEAR)
    save("tiff-pages.tiff", save_all=True, append_images=[other])
    bitmaps()


main()
